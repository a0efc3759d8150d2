import ArgumentParser

/// How a view is given, beside as text.
struct ChartOptions: ParsableArguments {
    @Option(help: "Save the view as a picture in this file, too.", completion: .file(extensions: ["svg"]))
    var svg: String?

    @Flag(help: "The numbers, as JSON.")
    var json = false

    mutating func validate() throws {
        if svg?.isEmpty == true { throw ValidationError("--svg names no file: give one, such as --svg picture.svg") }
    }
}
