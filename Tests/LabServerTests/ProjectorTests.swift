import HTTPWire
import LabServer
import LanguageModel
import ModelAPI
import Sampling
import Testing
import Tokenization

@Suite struct ProjectorTests {
    /// Runs a lab with an open page for the time of `body`, which gets the page's path too.
    private func withPage(
        _ limits: LabLimits = LabLimits(), _ body: (LabServer, Origin, String) async throws -> Void
    ) async throws {
        let lab = LabServer(configuration: LabConfiguration(limits: limits, seed: 1))
        let origin = try await lab.start()
        do { try await body(lab, origin, lab.projector.open()) } catch {
            await lab.stop()
            throw error
        }
        await lab.stop()
    }

    private func get(
        _ path: String, from origin: Origin, method: String = "GET", host: String = "127.0.0.1", _ fields: String = ""
    ) async throws -> LabClient.Response {
        let client = try await LabClient(to: origin)
        defer { client.leave() }
        try await client.send("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\(fields)\r\n")
        return try await client.response()
    }

    /// A browser that reads the page's events.
    private struct Viewer {
        let client: LabClient
        private var parser = HTTPMessageParser(.response, toMethod: "GET")
        private var events = EventStreamParser()
        private var waiting: [ServerSentEvent] = []

        init(to origin: Origin, _ path: String, lastEventID: String? = nil) async throws {
            client = try await LabClient(to: origin)
            let field = lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
            try await client.send("GET \(path)events HTTP/1.1\r\nHost: localhost\r\n\(field)\r\n")
        }

        /// The next event; `nil` at the end of the stream.
        mutating func next() async throws -> ServerSentEvent? {
            while waiting.isEmpty, !parser.isComplete {
                let bytes = try await client.read()
                if bytes.isEmpty { return nil }
                for part in try parser.consume(bytes) {
                    if case .body(let body) = part.content { waiting += events.consume(body) }
                }
            }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }

        /// The next event's data; the event has to be called `name`.
        mutating func next(_ name: String) async throws -> JSONValue {
            let event = try #require(try await next())
            try #require(event.event == name, "\(event)")
            return try JSONValue.parse(event.data)
        }
    }

    private static let logits: [Float] = (0..<257).map { Float(($0 * 37) % 101) / 10 }

    private func figure(_ settings: SamplingSettings = SamplingSettings()) throws -> ProjectorFigure {
        ProjectorFigure(
            model: NGramModel.shared, promptTokens: [1, 2, 3],
            trace: try SamplingChain(settings).trace(logits: Self.logits), logits: Self.logits)
    }

    private func scene(_ kind: ProjectorScene.Kind = .distribution, prompt: String = "The sky is") -> ProjectorScene {
        ProjectorScene(kind, command: "distribution \"\(prompt)\"", heading: "a model", prompt: prompt)
    }

    // MARK: Who is let in

    @Test func pageIsServedToWhoKnowsItsAddressOnly() async throws {
        try await withPage { lab, origin, path in
            let page = try await get(path, from: origin)
            #expect(page.head.status == 200 && page.head.fields["content-type"] == "text/html; charset=utf-8")
            let wrong = path.dropLast(2) + (path.hasSuffix("A/") ? "B/" : "A/")
            for path in [
                "/present/", "/present", "/present/x/", String(wrong), String(path.dropLast(2)) + "/", path + "x",
            ] {
                let answer = try await get(path, from: origin)
                #expect(answer.head.status == 404, "\(path)")
                #expect(!String(decoding: answer.body, as: UTF8.self).contains("<"))
            }
            #expect(try await get(String(path.dropLast()), from: origin).head.fields["location"] == path)
            #expect(try await get(path, from: origin, method: "POST").head.status == 405)

            #expect(lab.projector.open() == path)
            await lab.projector.close(.switchedOff)
            #expect(try await get(path, from: origin).head.status == 404)
            #expect(lab.projector.open() != path)
        }
    }

    @Test func otherSitesAreRefused() async throws {
        try await withPage { _, origin, path in
            #expect(try await get(path, from: origin, host: "attacker.example").head.status == 421)
            for name in ["", "events", "distribution", "page.js"] {
                let foreign = try await get(path + name, from: origin, "Origin: http://attacker.example\r\n")
                #expect(foreign.head.status == 403, "\(name)")
            }
            // Another port of this machine is another origin of the same site.
            for name in ["events", "distribution", "page.js"] {
                let other = try await get(path + name, from: origin, "Sec-Fetch-Site: same-site\r\n")
                #expect(other.head.status == 403, "\(name)")
                #expect(other.head.fields["access-control-allow-origin"] == nil)
            }
        }
    }

    @Test func pageMayLoadItsOwnPartsOnly() async throws {
        try await withPage { _, origin, path in
            var nonces: Set<String> = []
            for _ in 0..<2 {
                let page = try await get(path, from: origin)
                let policy = try #require(page.head.fields["content-security-policy"])
                let rules = policy.split(separator: "; ").map(String.init)
                for rule in ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"] {
                    #expect(rules.contains(rule))
                }
                #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
                let nonce = try #require(rules.first { $0.hasPrefix("script-src 'nonce-") }).dropFirst(18).dropLast()
                nonces.insert(String(nonce))
                let text = String(decoding: page.body, as: UTF8.self)
                #expect(text.split(separator: "nonce=\"\(nonce)\"").count == 3, "style and script carry it")
                #expect(!text.contains("{nonce}") && !text.contains("http"))
            }
            #expect(nonces.count == 2)
            for name in ["page.css", "page.js", "figure.js", "sliders.js", "words.js"] {
                let part = try await get(path + name, from: origin, "Sec-Fetch-Site: same-origin\r\n")
                #expect(part.head.status == 200 && !part.body.isEmpty)
                let type = name.hasSuffix("css") ? "text/css" : "text/javascript"
                #expect(part.head.fields["content-type"] == type + "; charset=utf-8")
                #expect(part.head.fields["x-content-type-options"] == "nosniff")
                #expect(part.head.fields["cache-control"] == "no-store")
                #expect(part.head.fields["referrer-policy"] == "no-referrer")
                let text = String(decoding: part.body, as: UTF8.self)
                for word in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "://", "url("] {
                    #expect(!text.contains(word), "\(name)")
                }
            }
        }
    }

    // MARK: What viewers see

    @Test func viewerGetsTheStateAndThenWhatChanges() async throws {
        try await withPage { lab, origin, path in
            let projector = lab.projector
            projector.begin(scene(.generation), with: try figure())
            var viewer = try await Viewer(to: origin, path)
            defer { viewer.client.leave() }
            let state = try await viewer.next("state")
            #expect(state["scene"] == "generation" && state["prompt"] == "The sky is" && state["text"] == "")
            #expect(state[path: "figure.rows"]?.array?.count == 8)
            projector.add(text: " blue")
            #expect(try await viewer.next("text") == ["drop": 0, "add": " blue"])
            projector.show(try figure(SamplingSettings(temperature: 0)))
            let figure = try await viewer.next("figure")
            #expect(figure[path: "after.kept"] == 1 && figure[path: "rows[0].after"]?.double == 1)
            projector.add(ServerSentEvent(event: "delta", data: "<b>&"), at: 1_500_000, text: "x")
            #expect(try await viewer.next("text")["add"] == "x")
            let row = try await viewer.next("event")
            #expect(row["name"] == "delta" && row["data"] == "<b>&" && row["milliseconds"]?.double == 1.5)
            projector.conclude("2 tokens")
            #expect(try await viewer.next("outcome") == ["outcome": "2 tokens"])
            await projector.close(.switchedOff)
            #expect(try await viewer.next("end") == ["reason": "off"])
            #expect(try await viewer.next() == nil)
        }
    }

    @Test func viewerThatConnectsAgainGetsWhatItMissed() async throws {
        try await withPage { lab, origin, path in
            lab.projector.begin(scene(.generation))
            var viewer = try await Viewer(to: origin, path)
            let last = try #require(try await viewer.next()).id
            viewer.client.leave()
            lab.projector.add(text: "one")
            lab.projector.show(try figure())
            lab.projector.show(try figure(SamplingSettings(temperature: 0)))
            lab.projector.add(text: "two")
            viewer = try await Viewer(to: origin, path, lastEventID: last)
            #expect(try await viewer.next("text")["add"] == "one")
            #expect(try await viewer.next("figure")[path: "after.kept"] == 1, "the figure before it was passed over")
            #expect(try await viewer.next("text")["add"] == "two")
            viewer.client.leave()
            // An id from another life, and none that could be one.
            for strange in ["99999", "-1", "x"] {
                viewer = try await Viewer(to: origin, path, lastEventID: strange)
                #expect(try await viewer.next("state")["text"] == "onetwo")
                viewer.client.leave()
            }
        }
    }

    @Test func slowViewerHoldsNobodyUpAndMissesWhatWasInBetween() async throws {
        try await withPage { lab, origin, path in
            let projector = lab.projector
            projector.begin(scene(.request))
            var viewer = try await Viewer(to: origin, path)
            defer { viewer.client.leave() }
            _ = try await viewer.next("state")
            // Far more than the socket's buffers hold, while nobody reads.
            let clock = ContinuousClock()
            let data = String(repeating: "x", count: 1000)
            let begin = clock.now
            for number in 0..<20_000 {
                projector.add(ServerSentEvent(data: data), at: UInt64(number), text: "")
                // The lab's threads get a turn.
                if number.isMultiple(of: 500) { await Task.yield() }
            }
            #expect(clock.now - begin < .seconds(10))
            projector.conclude("over")
            var events = 0
            var states = 0
            while let event = try await viewer.next(), event.event != "outcome" {
                if event.event == "event" { events += 1 }
                guard event.event == "state" else { continue }
                states += 1
                let state = try JSONValue.parse(event.data)
                #expect(state["events"]?.array?.count == 100)
                if state["outcome"] == "over" { break }
            }
            #expect(states > 0 && events < 20_000)
        }
    }

    @Test func heartbeatIsACommentAndFindsOutWhoLeft() async throws {
        var limits = LabLimits()
        limits.heartbeatTime = .milliseconds(50)
        try await withPage(limits) { lab, origin, path in
            let viewer = try await Viewer(to: origin, path)
            var received: [UInt8] = []
            while received.firstRange(of: Array("\n:\n\n".utf8)) == nil {
                let bytes = try await viewer.client.read()
                try #require(!bytes.isEmpty)
                received += bytes
            }
            #expect(lab.projector.viewerCount == 1)
            viewer.client.leave()
            while lab.projector.viewerCount > 0 { try await Task.sleep(for: .milliseconds(10)) }
        }
    }

    @Test func pageOfALabThatStopsSaysSo() async throws {
        let lab = LabServer()
        let origin = try await lab.start()
        var viewer = try await Viewer(to: origin, lab.projector.open())
        _ = try await viewer.next("state")
        let clock = ContinuousClock()
        let begin = clock.now
        await lab.stop()
        #expect(clock.now - begin < .seconds(2))
        #expect(try await viewer.next("end") == ["reason": "ended"])
        viewer.client.leave()
        #expect(!lab.projector.isOpen)
    }

    // MARK: Secrets

    @Test func noKeyReachesAViewer() async throws {
        try await withPage { lab, origin, path in
            let key = "sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789"
            let projector = lab.projector
            projector.begin(
                ProjectorScene(.request, command: "user \(key)", heading: "x \(key)", prompt: "my key is \(key)."))
            var viewer = try await Viewer(to: origin, path)
            defer { viewer.client.leave() }
            var all = try #require(try await viewer.next()).data
            // Also one that comes in pieces, of which none looks like a key.
            for piece in ["The key ", "sk-ant-", "api03-abcdefghijkl", "mnopqrstuvwxyz0123", "456789", " is secret"] {
                projector.add(ServerSentEvent(data: "{\"text\":\"\(piece)\"}"), at: 1, text: piece)
            }
            projector.add(ServerSentEvent(data: "{\"text\":\"\(key)\"}"), at: 1, text: " " + key)
            projector.conclude("failed: \(key)")
            while let event = try await viewer.next() {
                all += event.data
                if event.event == "outcome" { break }
            }
            var other = try await Viewer(to: origin, path)
            defer { other.client.leave() }
            let state = try await other.next("state")
            all += state.serialized()
            for piece in ["abcdefg", "mnopqrs", "456789"] { #expect(!all.contains(piece), "\(piece)") }
            let text = try #require(state["text"]?.string)
            #expect(text.wholeMatch(of: /The key sk-.*…6789 is secret sk-.*…6789/) != nil, "\(text)")
        }
    }

    @Test func changesOfTheTextAddUpToIt() async throws {
        try await withPage { lab, origin, path in
            lab.projector.begin(scene(.generation))
            var viewer = try await Viewer(to: origin, path)
            defer { viewer.client.leave() }
            _ = try await viewer.next("state")
            let pieces = [
                "a e\u{301}", "😀", "👨", "\u{200D}👩", " sk-proj-", "0123456789abcdefABCDEF", "XYZ\n", "e", "\u{301}!",
            ]
            for piece in pieces { lab.projector.add(text: piece) }
            var text: [UTF16.CodeUnit] = []
            lab.projector.conclude("over")
            while let event = try await viewer.next(), event.event != "outcome" {
                let change = try JSONValue.parse(event.data)
                text.removeLast(change["drop"]?.int ?? 0)
                text += Array((change["add"]?.string ?? "").utf16)
            }
            var other = try await Viewer(to: origin, path)
            defer { other.client.leave() }
            let shown = try #require(try await other.next("state")["text"]?.string)
            #expect(Array(shown.utf16) == text)
            #expect(shown.hasPrefix("a e\u{301}😀👨\u{200D}👩 sk-") && shown.hasSuffix("\ne\u{301}!"))
            #expect(!shown.contains("6789abcdef"))
        }
    }

    // MARK: Sliders

    @Test(arguments: [
        (SamplingSettings(temperature: 0.5, topP: 0.9), "temperature=0.5&top_p=0.9"),
        (SamplingSettings(temperature: 0), "temperature=0&top_p=1"),
        (SamplingSettings(temperature: 1.7, topP: 0.4, topK: 7), "temperature=1.7&top_p=0.4&top_k=7"),
    ])
    func slidersMoveTheSameSamplerOverTheSameLogits(_ settings: SamplingSettings, _ query: String) async throws {
        try await withPage { lab, origin, path in
            // What has no slider stays as the prompt set it.
            let base = SamplingSettings(temperature: 1.2, minP: 0.01, order: .llamaCpp)
            lab.projector.begin(scene(), with: try figure(base))
            var viewer = try await Viewer(to: origin, path)
            defer { viewer.client.leave() }
            let subject = try #require(try await viewer.next("state")[path: "figure.subject"]?.int)
            let answer = try await get("\(path)distribution?subject=\(subject)&\(query)", from: origin)
            #expect(answer.head.status == 200)
            var expected = settings
            (expected.minP, expected.order) = (base.minP, base.order)
            let trace = try SamplingChain(expected).trace(logits: Self.logits)
            let rows = try #require(answer.json?["rows"]?.array)
            #expect(rows.count == 8)
            for row in rows {
                let token = try #require(row["id"]?.int)
                #expect(row["after"]?.double == trace.after.probability(of: token))
                #expect(row["before"]?.double == trace.before.probability(of: token))
            }
            #expect(answer.json?[path: "after.kept"] == .integer(trace.after.count))
            #expect(answer.json?["others"] == "min-p 0.01 · order llama.cpp")
        }
    }

    @Test func slidersOfAnotherTextOrBeyondTheirRangeAreRefused() async throws {
        try await withPage { lab, origin, path in
            let ask = { (query: String) in try await get("\(path)distribution?\(query)", from: origin).head.status }
            #expect(try await ask("subject=1&temperature=1&top_p=1") == 409, "there is no figure yet")
            lab.projector.begin(scene(), with: try figure())
            var viewer = try await Viewer(to: origin, path)
            defer { viewer.client.leave() }
            let subject = try #require(try await viewer.next("state")[path: "figure.subject"]?.int)
            #expect(try await ask("subject=\(subject)&temperature=1&top_p=1") == 200)
            for query in [
                "temperature=-1&top_p=1", "temperature=nan&top_p=1", "temperature=1&top_p=2", "temperature=1",
                "top_p=1",
                "temperature=1&top_p=1&top_k=0", "temperature=1&top_p=1&top_k=x", "temperature=1e999&top_p=1",
            ] {
                #expect(try await ask("subject=\(subject)&\(query)") == 400, "\(query)")
            }
            lab.projector.begin(scene(prompt: "Another"), with: try figure())
            #expect(try await ask("subject=\(subject)&temperature=1&top_p=1") == 409)
        }
    }

    @Test func modelIsAskedForLogitsThatNobodyGave() async throws {
        try await withPage { lab, origin, path in
            let model = NGramModel.shared
            let prompt = model.promptTokens(for: "The sky")
            let completion = model.tokenizer.encode(" is")
            let logits = try model.makeContext().logits(appending: prompt + completion)
            let settings = SamplingSettings(frequencyPenalty: 1)
            let trace = try SamplingChain(settings).trace(logits: logits)
            lab.projector.begin(
                scene(),
                with: ProjectorFigure(
                    model: model, promptTokens: prompt, completionTokens: completion, trace: trace))
            var viewer = try await Viewer(to: origin, path)
            defer { viewer.client.leave() }
            let subject = try #require(try await viewer.next("state")[path: "figure.subject"]?.int)
            let answer = try await get(
                "\(path)distribution?subject=\(subject)&temperature=0.7&top_p=1", from: origin)
            var moved = settings
            moved.temperature = 0.7
            let history = TokenHistory(prompt: prompt.map { Int($0) }, completion: completion.map { Int($0) })
            let expected = try SamplingChain(moved).distribution(logits: logits, history: history)
            for row in try #require(answer.json?["rows"]?.array) {
                #expect(row["after"]?.double == expected.probability(of: try #require(row["id"]?.int)))
            }
        }
    }
}
