internal import Tokenization

/// Runs a grammar: what has been found out so far about its configurations, so that it need not be found out twice.
///
/// A configuration is all the places where a text may be in the grammar: threads, each a state and a stack of states to
/// go on at. Configurations and stacks are numbered as they come up. Every thread can be completed within the depth limit.
struct GrammarMachine {
    typealias Configuration = Int32
    static let dead: Configuration = -1
    private static let unknown: Configuration = -2
    private static let bottom: Int32 = 0
    /// More threads than this are not followed: the others complete the text as well.
    private static let threadLimit = 1024

    private struct Thread: Hashable {
        var state: Int32
        var stack: Int32
    }

    private struct Frame: Hashable {
        var target: Int32
        var below: Int32
        var levels: Int32
    }

    private struct Key: Hashable {
        var threads: [Thread]
        var mayEnd: Bool
    }

    let grammar: Grammar
    private var frames: [(frame: Frame, depth: Int)] = [(Frame(target: -1, below: -1, levels: 0), 0)]
    private var frameNumbers: [Frame: Int32] = [:]
    private var configurations: [Key] = []
    private var numbers: [Key: Configuration] = [:]
    /// Where each byte leads: 256 entries for each configuration.
    private var steps: [Configuration] = []
    private var answers: [Configuration: AllowedTokens] = [:]

    init(_ grammar: Grammar) { self.grammar = grammar }

    /// Whether so much has been found out that it is better to begin anew.
    var isFull: Bool { configurations.count > 6000 || frames.count > 200_000 || answers.count > 1500 }

    mutating func start() -> Configuration {
        configuration { machine, closure in
            machine.add(Thread(state: machine.grammar.start, stack: Self.bottom), &closure)
        }
    }

    // MARK: Threads as values

    /// The places of a configuration, in terms that outlive this machine.
    func places(of configuration: Configuration) -> [GrammarPlace] {
        configurations[Int(configuration)].threads.map { thread in
            var open: [GrammarPlace.Open] = []
            var stack = thread.stack
            while stack != Self.bottom {
                let frame = frames[Int(stack)].frame
                open.append(GrammarPlace.Open(target: frame.target, levels: frame.levels))
                stack = frame.below
            }
            return GrammarPlace(state: thread.state, open: open)
        }
    }

    mutating func configuration(at places: [GrammarPlace], mayEnd: Bool) -> Configuration {
        var threads: [Thread] = []
        for place in places {
            var stack = Self.bottom
            for call in place.open.reversed() { stack = push(call.target, call.levels, on: stack) }
            threads.append(Thread(state: place.state, stack: stack))
        }
        return number(of: Key(threads: threads.sorted(by: Self.precedes), mayEnd: mayEnd))
    }

    func mayEnd(_ configuration: Configuration) -> Bool { configurations[Int(configuration)].mayEnd }

    /// How many characters of plain text may certainly follow.
    func room(_ configuration: Configuration) -> Int {
        configurations[Int(configuration)].threads.reduce(0) { max($0, Int(grammar.room[Int($1.state)])) }
    }

    // MARK: Steps

    @inline(__always)
    mutating func step(_ configuration: Configuration, _ byte: UInt8) -> Configuration {
        let known = steps[Int(configuration) << 8 | Int(byte)]
        return known == Self.unknown ? find(configuration, byte) : known
    }

    private mutating func find(_ from: Configuration, _ byte: UInt8) -> Configuration {
        let threads = configurations[Int(from)].threads
        let next = configuration { machine, closure in
            for thread in threads {
                let state = Int(thread.state)
                let range = Int(machine.grammar.byteStarts[state])..<Int(machine.grammar.byteStarts[state + 1])
                for index in range {
                    let edge = machine.grammar.byteEdges[index]
                    guard edge.low <= byte, byte <= edge.high else { continue }
                    machine.add(Thread(state: edge.target, stack: thread.stack), &closure)
                }
            }
        }
        steps[Int(from) << 8 | Int(byte)] = next
        return next
    }

    // MARK: Closure

    private struct Closure {
        var threads: [Thread] = []
        var mayEnd = false
        var seen: Set<Thread> = []
    }

    private mutating func configuration(_ fill: (inout GrammarMachine, inout Closure) -> Void) -> Configuration {
        var closure = Closure()
        fill(&self, &closure)
        if closure.threads.isEmpty, !closure.mayEnd { return Self.dead }
        closure.threads.sort(by: Self.precedes)
        return number(of: Key(threads: closure.threads, mayEnd: closure.mayEnd))
    }

    /// Adds `first` and all that can be reached from it with nothing read, as far as it can be completed.
    private mutating func add(_ first: Thread, _ closure: inout Closure) {
        var open = [first]
        while let thread = open.popLast() {
            let state = Int(thread.state)
            let depth = frames[Int(thread.stack)].depth
            guard depth + Int(grammar.heights[state]) <= Grammar.depthLimit else { continue }
            guard closure.threads.count < Self.threadLimit, closure.seen.insert(thread).inserted else { continue }
            if grammar.byteStarts[state] < grammar.byteStarts[state + 1] { closure.threads.append(thread) }
            if grammar.isFinal[state] {
                if thread.stack == Self.bottom {
                    closure.mayEnd = true
                } else {
                    let frame = frames[Int(thread.stack)].frame
                    open.append(Thread(state: frame.target, stack: frame.below))
                }
            }
            for index in Int(grammar.skipStarts[state])..<Int(grammar.skipStarts[state + 1]) {
                open.append(Thread(state: grammar.skips[index], stack: thread.stack))
            }
            for index in Int(grammar.callStarts[state])..<Int(grammar.callStarts[state + 1]) {
                let call = grammar.calls[index]
                guard depth + Int(call.levels) + Int(grammar.heights[Int(call.entry)]) <= Grammar.depthLimit,
                    depth + Int(grammar.heights[Int(call.target)]) <= Grammar.depthLimit
                else { continue }
                open.append(Thread(state: call.entry, stack: push(call.target, call.levels, on: thread.stack)))
            }
        }
    }

    private mutating func push(_ target: Int32, _ levels: Int32, on below: Int32) -> Int32 {
        let frame = Frame(target: target, below: below, levels: levels)
        if let number = frameNumbers[frame] { return number }
        let number = Int32(frames.count)
        frames.append((frame, frames[Int(below)].depth + Int(levels)))
        frameNumbers[frame] = number
        return number
    }

    private mutating func number(of key: Key) -> Configuration {
        if let number = numbers[key] { return number }
        let number = Configuration(configurations.count)
        configurations.append(key)
        numbers[key] = number
        steps.append(contentsOf: repeatElement(Self.unknown, count: 256))
        return number
    }

    private static func precedes(_ left: Thread, _ right: Thread) -> Bool {
        left.state != right.state ? left.state < right.state : left.stack < right.stack
    }

    // MARK: Tokens

    /// The tokens whose bytes can follow.
    mutating func allowed(at configuration: Configuration, in vocabulary: ConstraintVocabulary) -> AllowedTokens {
        if let answer = answers[configuration] { return answer }
        // Plain text within a string is known beforehand; then only the other tokens have to be looked at.
        let room = room(configuration)
        var tokens = vocabulary.plain[min(room, vocabulary.plain.count - 1)]
        walk(room > 0 ? vocabulary.special : vocabulary.whole, from: configuration, into: &tokens)
        let answer = AllowedTokens(tokens: tokens, mayEnd: mayEnd(configuration))
        answers[configuration] = answer
        return answer
    }

    private mutating func walk(_ trie: TokenTrie, from configuration: Configuration, into tokens: inout TokenSet) {
        var path = [Configuration](repeating: Self.dead, count: trie.depth + 1)
        path[0] = configuration
        var node = 0
        while node < trie.count {
            let depth = Int(trie.depths[node])
            let next = step(path[depth - 1], trie.bytes[node])
            guard next != Self.dead else {
                node = Int(trie.skips[node])
                continue
            }
            path[depth] = next
            if trie.tokens[node] >= 0 {
                tokens.insert(trie.tokens[node])
                for twin in trie.twins[node] ?? [] { tokens.insert(twin) }
            }
            node += 1
        }
    }
}

/// A place in a grammar: a state, and the calls that are open there, the innermost first.
struct GrammarPlace: Hashable, Sendable {
    struct Open: Hashable, Sendable {
        var target: Int32
        var levels: Int32
    }

    var state: Int32
    var open: [Open]
}
