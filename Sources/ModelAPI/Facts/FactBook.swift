public import DataFiles
public import Foundation

/// What is known of both providers' APIs and prices, at all dates.
///
/// The one source is the folder `facts/`: its files are read into the executable when it is built, and a course may bring its
/// own.
///
///     let facts = FactBook.builtIn.at(CivilDate("2024-06-01")!)
///     facts.openai.model("gpt-4")
public struct FactBook: Hashable, Sendable {
    public var openai: ProviderBook
    public var anthropic: ProviderBook
    public var prices: PriceBook
    public var advice: Advice

    public init(openai: ProviderBook, anthropic: ProviderBook, prices: PriceBook, advice: Advice = Advice()) {
        self.openai = openai
        self.anthropic = anthropic
        self.prices = prices
        self.advice = advice
    }

    public subscript(provider: Provider) -> ProviderBook {
        switch provider {
        case .openai: openai
        case .anthropic: anthropic
        }
    }

    /// What holds on a day.
    public func at(_ day: CivilDate) -> APIFacts { APIFacts(openai: openai.at(day), anthropic: anthropic.at(day)) }

    /// The entry of a model, whoever provides it; `nil` if the book has none.
    public func entry(_ id: String) -> ModelEntry? { openai.entry(id) ?? anthropic.entry(id) }

    /// Whose a model is, by the book or else by its name: `ft:` and `gpt` are OpenAI's.
    public func provider(of id: String) -> Provider {
        anthropic.entry(id) != nil || id.hasPrefix("claude") ? .anthropic : .openai
    }

    /// The day of the lab unless told otherwise: all of the chapter's models lived then.
    public static let standardDay = CivilDate(daysSince1970: 19_875)

    /// The facts inside the executable. Its files are proved by the tests: they have no problems.
    public static let builtIn = read { name in
        switch name {
        case "openai": .success(String(decoding: PackageResources.openai_yaml, as: UTF8.self))
        case "anthropic": .success(String(decoding: PackageResources.anthropic_yaml, as: UTF8.self))
        case "prices": .success(String(decoding: PackageResources.prices_yaml, as: UTF8.self))
        default: .success(String(decoding: PackageResources.advice_yaml, as: UTF8.self))
        }
    }.book

    /// The facts in a course's folder.
    ///
    /// A file that is missing stands for the one inside the executable.
    ///
    /// - Returns: the facts without the values that are wrong, and the problems; nothing is wrong if there are none.
    public static func load(from folder: URL) -> (book: FactBook, problems: [Problem]) {
        var missing: Set<String> = []
        var (book, problems) = read { name in
            let url = folder.appending(path: "\(name).yaml")
            guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
                missing.insert(name)
                return .success("")
            }
            do throws(Problem) { return .success(try TextFile.read(url, as: "facts/\(name).yaml")) } catch {
                return .failure(error)
            }
        }
        if missing.contains("openai") { book.openai = builtIn.openai }
        if missing.contains("anthropic") { book.anthropic = builtIn.anthropic }
        if missing.contains("prices") { book.prices = builtIn.prices }
        if missing.contains("advice") { book.advice = builtIn.advice }
        // The limits are no part of the book; a course that brings its own is told what is wrong in them all the same.
        let limits = folder.appending(path: "limits.yaml")
        if FileManager.default.fileExists(atPath: limits.path(percentEncoded: false)) {
            let log = ProblemLog()
            do throws(Problem) {
                _ = LimitFacts(try TextFile.read(limits, as: "facts/limits.yaml"), log: log)
            } catch { log.add(error) }
            problems = (problems + log.problems).sorted()
        }
        problems.removeAll { problem in missing.contains { problem.file == "facts/\($0).yaml" } }
        return (book, problems)
    }

    /// - Parameter text: the text of a file by its name without `.yaml`.
    static func read(_ text: (String) -> Result<String, Problem>) -> (book: FactBook, problems: [Problem]) {
        let log = ProblemLog()
        func mapping(_ name: String, _ what: String) -> MappingReader? {
            let file = "facts/\(name).yaml"
            do throws(Problem) {
                let value = try YAMLDocument.parse(try text(name).get(), file: file)
                return MappingReader(value, what: what, file: file, log: log)
            } catch {
                log.add(error)
                return nil
            }
        }
        let books = [Provider.openai, .anthropic].map { provider in
            ProviderBook(provider: provider, from: mapping(provider.rawValue, "a provider's facts"))
        }
        let prices = PriceBook(from: mapping("prices", "prices"), models: books.flatMap(\.models).map(\.id))
        let advice = Advice(from: mapping("advice", "advice on costs"))
        return (
            FactBook(openai: books[0], anthropic: books[1], prices: prices, advice: advice), log.problems.sorted()
        )
    }
}

extension APIFacts {
    /// The facts on ``FactBook/standardDay``.
    public static var june2024: APIFacts { FactBook.builtIn.at(FactBook.standardDay) }
}
