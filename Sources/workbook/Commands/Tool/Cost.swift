import ArgumentParser
import DataFiles
import Foundation
import ModelAPI

struct Cost: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "Work out what calls cost, line by line: a call, a month, a share moved to another model.",
        discussion: """
            Prices are those of the lab's day, or of --as-of. A model's name, or a price of your own: 3/6 is $3 in and $6 out \
            per million tokens.

              cost --model gpt-4 --input 500 --output 200
              cost --model 3/6 --input 500 --output 200 --requests-per-day 10000 --switch-to 0.3/0.6 --share 80%
              cost --model gpt-4 --text "How many tokens is this?" --output 200
              cost --exchange
            """
    )

    @Option(help: "The model, or a price such as 3/6.")
    var model: String?

    @Option(help: "Input tokens, those read from a cache included.")
    var input: Int?

    @Option(help: "Output tokens.")
    var output: Int?

    @Option(help: "How many of the input tokens are read from a prompt cache.")
    var cached: Int = 0

    @Option(help: "How many of the input tokens are written to a prompt cache.")
    var written: Int = 0

    @Option(help: "The input, as text: its tokens are counted.")
    var text: String?

    @Option(help: "The input, as the text of this file, or - for standard input.", completion: .file())
    var file: String?

    @Flag(help: "The newest exchange: its tokens, and its model unless --model names another.")
    var exchange = false

    @Option(help: "That exchange, by number.")
    var exchangeNumber: Int?

    @Option(help: "Minutes of audio.")
    var minutes: String?

    @Option(help: "Images.")
    var images: Int = 0

    @Flag(help: "In a batch.")
    var batch = false

    @Option(help: "How many such calls are made in a day.")
    var requestsPerDay: Int?

    @Option(help: "The days of a month.")
    var days: Int = 30

    @Option(help: "Another model, or a price, that a share of the calls moves to.")
    var switchTo: String?

    @Option(help: "The share that moves, such as 80%.")
    var share: String = "100%"

    @Option(help: "The day whose prices hold. Also `today`.")
    var asOf: AsOf?

    @Flag(help: "All prices of the day.")
    var prices = false

    @Flag(help: "As JSON.")
    var json = false

    mutating func validate() throws {
        let counts = [
            ("--input", input ?? 0), ("--output", output ?? 0), ("--cached", cached), ("--written", written),
            ("--images", images), ("--requests-per-day", requestsPerDay ?? 0), ("--days", days),
        ]
        for (name, value) in counts where !(0...1_000_000_000_000).contains(value) {
            throw ValidationError("\(name) is \(value): it must be from 0 to a million millions.")
        }
        if [input != nil, text != nil, file != nil, exchange || exchangeNumber != nil].filter(\.self).count > 1 {
            throw ValidationError("Only one of --input, --text, --file and --exchange can say what goes in.")
        }
        if minutes.map({ PlainScalar.decimal($0) == nil }) ?? false {
            throw ValidationError("--minutes is '\(minutes ?? "")': it must be a number such as 2.5.")
        }
        guard Self.portion(share) != nil else {
            throw ValidationError("--share is '\(share)': it must be from 0% to 100%, such as 80%.")
        }
    }

    /// `80%` and `0.8` are four fifths.
    private static func portion(_ text: String) -> Decimal? {
        let isPercent = text.hasSuffix("%")
        guard let number = PlainScalar.decimal(isPercent ? text.dropLast() : text[...]) else { return nil }
        let share = isPercent ? number * Decimal(sign: .plus, exponent: -2, significand: 1) : number
        return share <= 1 ? share : nil
    }

    mutating func run(in session: Session) async throws {
        let book = session.factBook()
        let day = (asOf ?? session.asOf).day(at: Int(session.environment.now().timeIntervalSince1970))
        if prices { return show(PriceList(book, on: day), in: session) }
        let counted = try countedInput(in: session, day: day)
        guard let name = model ?? counted?.model else {
            throw Failure("No model is named.", next: "For example: cost --model gpt-4 --input 500 --output 200")
        }
        let quote = try quote(name, book, day)
        let usage = CallUsage(
            input: input ?? counted?.input ?? 0, output: output ?? counted?.output ?? 0, cached: cached,
            written: written, minutes: minutes.flatMap { PlainScalar.decimal($0) } ?? 0, images: images)
        guard cached + written <= usage.input else {
            throw Failure(
                "\(cached + written) tokens are cached, but the whole input is \(usage.input).",
                next: "--input counts the cached tokens, too.")
        }
        var sheet = CostSheet(call: try CallCost(usage, at: quote, inBatch: batch), usage: usage, note: counted?.note)
        sheet.month = requestsPerDay.map {
            MonthlyCost(call: sheet.call.total, requestsPerDay: $0, days: days)
        }
        if let switchTo, let share = Self.portion(share) {
            let other = try CallCost(usage, at: try self.quote(switchTo, book, day), inBatch: batch)
            sheet.switched(to: other, share: share)
        }
        if json { return session.output.writeJSON(sheet.json.serialized(pretty: true)) }
        session.say(CostView.lines(sheet, width: session.output.width))
    }

    @MainActor
    private func show(_ list: PriceList, in session: Session) {
        if json {
            session.output.writeJSON(list.json.serialized(pretty: true))
        } else {
            session.page(list.lines(width: session.output.width, unicode: session.output.unicode))
        }
    }

    private func quote(_ name: String, _ book: FactBook, _ day: CivilDate) throws -> PriceQuote {
        if let price = Price(pair: name) { return PriceQuote(price, named: name, day: day) }
        do { return try book.price(of: name, on: day) } catch PriceError.notYet(let model, let from) {
            throw Failure("\(model) came out on \(from), after \(day).", next: "`--as-of \(from)`, or later.")
        } catch {
            throw Failure("\(error)", next: "`cost --prices` lists what has a price on \(day).")
        }
    }

    // MARK: What goes in

    private struct Counted {
        var input: Int
        var output: Int?
        var model: String?
        var note: String
    }

    @MainActor
    private func countedInput(in session: Session, day: CivilDate) throws -> Counted? {
        if let text = try text ?? file.map({ try session.readText(of: $0) }) {
            guard let model else {
                throw Failure("No model is named.", next: "For example: cost --model gpt-4 --text \"Hello\"")
            }
            let count = try session.countTokens(of: text, for: model)
            return Counted(input: count.tokens, note: count.note)
        }
        guard exchange || exchangeNumber != nil else { return nil }
        let sent = try session.exchange(number: exchangeNumber)
        let (usage, note) = try session.usage(of: sent)
        return Counted(input: usage.input, output: usage.output, model: sent.requestedModel, note: note)
    }
}
