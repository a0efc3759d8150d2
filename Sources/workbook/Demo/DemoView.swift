import Course
import Terminal

/// A demo's pages.
enum DemoView {
    static func list(_ entries: [DemoLibrary.Entry], width: Int) -> [DisplayText] {
        var table = Table([.init("demo"), .init("what it shows"), .init("steps", alignment: .right)])
        for entry in entries { table.append([DisplayText(entry.name), DisplayText(entry.title), "\(entry.steps)"]) }
        return table.lines(width: width)
    }

    /// The first page.
    static func title(of demo: Demo, notes: Bool, width: Int) -> [DisplayText] {
        [DisplayText(demo.title, style: .bold), ""] + (notes ? paragraphs(demo.about, width: width) + [""] : [])
            + [DisplayText("\(demo.steps.count) steps", style: .dim)]
    }

    /// What stands above the output of a step: its heading, its notes, its command.
    static func step(_ index: Int, of demo: Demo, notes: Bool, width: Int) -> [DisplayText] {
        let step = demo.steps[index]
        let heading = step.heading.isEmpty ? heading(before: index, in: demo) : step.heading
        var lines = [
            DisplayText(heading, style: .bold)
                + DisplayText("\(heading.isEmpty ? "" : " · ")\(index + 1) of \(demo.steps.count)", style: .dim)
        ]
        if notes { lines += paragraphs(step.notes, width: width) }
        lines.append("")
        if let command = step.command {
            lines.append(DisplayText("workbook", style: .bold) + DisplayText("> ") + DisplayText(command))
        }
        return lines.flatMap { $0.wrapped(to: width) }
    }

    private static func heading(before index: Int, in demo: Demo) -> String {
        demo.steps[..<index].last { !$0.heading.isEmpty }?.heading ?? demo.title
    }

    /// Notes are marked by more than their colour: the audience should know what is the speaker's.
    private static func paragraphs(_ texts: [String], width: Int) -> [DisplayText] {
        let mark = DisplayText("  # ", style: .dim)
        return texts.flatMap { text in
            Markdown.inline(text, style: .dim).wrapped(to: max(20, min(width, 100) - 4)).map { mark + $0 }
        }
    }
}
