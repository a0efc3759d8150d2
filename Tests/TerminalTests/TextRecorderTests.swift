import Terminal
import Testing

@Suite struct TextRecorderTests {
    @Test func whatIsPrintedIsKeptAndGoesOn() {
        let base = TextCapture(width: 72, height: 20)
        let recorder = TextRecorder(base)
        recorder.write(DisplayText("a", style: .bold))
        recorder.print("b")
        recorder.print(["c", "d"])
        recorder.writeJSON("{}")
        #expect(recorder.take().plain == "ab\nc\nd\n{}\n" && base.plain == "ab\nc\nd\n{}\n")
        #expect(recorder.width == 72 && recorder.height == 20 && recorder.terminal == nil)
    }

    @Test func complaintsAreKeptAmongTheRest() {
        let base = TextCapture()
        let recorder = TextRecorder(base)
        recorder.print("before")
        recorder.complain("wrong")
        #expect(recorder.take().plain == "before\nwrong\n" && base.complaints == ["wrong"])
        #expect(recorder.take().isEmpty)
    }

    @Test func stylesStay() {
        let recorder = TextRecorder(TextCapture())
        recorder.print(DisplayText("a", style: .good))
        #expect(recorder.take().runs.first?.style == .good)
    }
}
