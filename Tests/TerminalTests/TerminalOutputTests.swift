import Foundation
import Synchronization
import Terminal
import Testing

@Suite struct TerminalOutputTests {
    private static let shown = TerminalCapabilities(isTerminal: true, styles: true, unicode: true, cursorMoves: true)

    /// What `body` writes to a pipe.
    private func written(_ capabilities: TerminalCapabilities? = nil, _ body: (TerminalOutput) -> Void) throws -> String
    {
        let pipe = Pipe()
        let collected = Mutex(Data())
        let done = DispatchSemaphore(value: 0)
        let reader = pipe.fileHandleForReading
        Thread.detachNewThread {
            let data = (try? reader.readToEnd()) ?? Data()
            collected.withLock { $0 = data }
            done.signal()
        }
        body(
            TerminalOutput(
                descriptor: pipe.fileHandleForWriting.fileDescriptor, environment: ["TERM": "xterm"],
                capabilities: capabilities))
        try pipe.fileHandleForWriting.close()
        done.wait()
        return collected.withLock { String(decoding: $0, as: UTF8.self) }
    }

    @Test func stylesAreShownOnlyWhereTheyMayBe() throws {
        let text = DisplayText("ok", style: .good + .bold) + " plain\n" + DisplayText("two\nlines", style: .dim)
        #expect(
            try written(Self.shown) { $0.print(text) }
                == "\u{1B}[1;32mok\u{1B}[0m plain\n\u{1B}[2mtwo\u{1B}[0m\n\u{1B}[2mlines\u{1B}[0m\n")
        #expect(try written { $0.print(text) } == "ok plain\ntwo\nlines\n")
    }

    @Test(arguments: [
        (true, ["TERM": "xterm-256color"], true, true), (true, ["TERM": "xterm", "NO_COLOR": "1"], false, true),
        (true, ["TERM": "xterm", "NO_COLOR": ""], true, true), (true, ["TERM": "dumb"], false, true),
        (true, [:], false, true),
        (false, ["TERM": "xterm"], false, true), (true, ["TERM": "xterm", "LANG": "C"], true, true),
        (true, ["TERM": "xterm", "LANG": "de_DE.ISO-8859-1@euro"], true, false),
        (true, ["TERM": "xterm", "LANG": "sv_SE.utf8"], true, true),
        (true, ["TERM": "xterm", "LC_ALL": "en_US.ISO-8859-1", "LANG": "sv_SE.UTF-8"], true, false),
    ])
    func capabilitiesFollowTheEnvironment(
        _ isTerminal: Bool, _ environment: [String: String], _ styles: Bool, _ unicode: Bool
    ) {
        let capabilities = TerminalCapabilities(isTerminal: isTerminal, environment: environment)
        #expect(capabilities.styles == styles && capabilities.unicode == unicode)
    }

    @Test func withoutUnicodeOnlyASCIIIsWritten() throws {
        var plain = Self.shown
        plain.unicode = false
        let text = try written(plain) { $0.print("→ “x” … █▌ ├ ␛ 日 é ≤") }
        #expect(text == "> \"x\" ~ ## + ^[ \\u{65E5} \\u{E9} <=\n")
    }

    @Test func muchTextArrivesWholeAndInOrder() throws {
        let lines = (0..<20_000).map { DisplayText("line \($0)") }
        let text = try written { output in
            output.print(Array(lines[..<10_000]))
            for line in lines[10_000...] {
                output.write(line)
                output.write("\n")
            }
            output.flush()
        }
        #expect(text == lines.map { $0.plain + "\n" }.joined())
    }

    @Test func readerThatHasGoneIsSeenAsAValue() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        let output = TerminalOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, environment: [:])
        output.print("still read")
        #expect(!output.isClosed)
        try pipe.fileHandleForReading.close()
        output.print("lost")
        output.print("lost too")
        #expect(output.isClosed)
    }

    @Test(arguments: [
        ("{\"a\": 1}", "{\"a\": 1}"),
        ("{\r\n\t\"a\": \"\u{1B}\u{9B}\u{7F}\"}", "{\n\t\"a\": \"\\u001b\\u009b\\u007f\"}"),
        ("\"\u{202E}\u{E0041}日\"", "\"\\u202e\\udb40\\udc41日\""),
    ])
    func jsonStaysTheSameValueAndCannotDriveATerminal(_ json: String, _ expected: String) throws {
        #expect(try written { $0.writeJSON(json) } == expected + "\n")
    }

    @Test func sizeComesFromTheEnvironmentOrIsEightyByTwentyFour() {
        #expect(TerminalSize.current(of: -1, environment: [:]) == TerminalSize(columns: 80, rows: 24))
        #expect(
            TerminalSize.current(of: -1, environment: ["COLUMNS": "60", "LINES": "50"])
                == TerminalSize(columns: 60, rows: 50))
        #expect(
            TerminalSize.current(of: -1, environment: ["COLUMNS": "0", "LINES": "x"])
                == TerminalSize(columns: 80, rows: 24))
    }

    @Test func captureKeepsWhatIsPrintedAndComplaintsApart() {
        let capture = TextCapture(width: 40)
        capture.write("a")
        capture.print(DisplayText("b", style: .good))
        capture.print(["c", "d"])
        capture.complain("wrong")
        capture.writeJSON("{}")
        #expect(capture.lines == ["ab", "c", "d", "{}"])
        #expect(capture.complaints == ["wrong"])
        #expect(capture.take().plain == "ab\nc\nd\n{}\n" && capture.plain.isEmpty)
    }

    @Test func pagerShowsAllAtOnceWhereNobodyPages() {
        let capture = TextCapture(height: 5)
        Pager(output: capture).show((0..<50).map { DisplayText("\($0)") })
        #expect(capture.lines.count == 50)
    }

    @Test func progressIsShownOnATerminalOnly() throws {
        let silent = try written { output in
            let line = ProgressLine("reading", on: output)
            line.update(0.5)
            line.finish("read")
        }
        #expect(silent == "read\n")
        let shown = try written(Self.shown) { output in
            let line = ProgressLine("reading", on: output)
            line.update(0.5)
            line.update(0.5)
            line.finish()
        }
        #expect(shown.contains("reading ") && shown.contains(" 50 %") && shown.hasSuffix("\r\u{1B}[K"))
        #expect(shown.components(separatedBy: "50 %").count == 2)
    }

    @Test(.timeLimit(.minutes(1))) func interruptIsDeliveredAndDoesNotEndTheProcess() async throws {
        // SIGUSR1 stands for SIGINT, which the test runner itself may be waiting for.
        let (source, events) = try #require(InterruptSource.events(of: [SIGUSR1]))
        kill(getpid(), SIGUSR1)
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == SIGUSR1)
        source.stop()
        source.stop()
    }
}
