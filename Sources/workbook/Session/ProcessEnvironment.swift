import DataFiles
import Foundation

/// What the process was started with: passed in, so that a session can be run anywhere else.
struct ProcessEnvironment: Sendable {
    var variables: [String: String]
    var executable: URL
    var workingDirectory: URL
    var now: @Sendable () -> Date
    /// A number that nobody can foretell.
    var random: @Sendable () -> UInt64 = { .random(in: .min ... .max) }

    static func current() -> ProcessEnvironment {
        ProcessEnvironment(
            variables: ProcessInfo.processInfo.environment,
            executable: executableURL(),
            workingDirectory: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory),
            now: { Date() })
    }

    private static func executableURL() -> URL {
        #if os(Linux)
            if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
                return URL(filePath: path)
            }
        #endif
        return URL(filePath: CommandLine.arguments.first ?? "workbook").resolvingSymlinksInPath()
    }

    /// The XDG base directory for `kind`, with the workbook's own folder in it (XDG Base Directory Specification 0.8).
    ///
    /// A relative path in the variable is ignored, as the specification asks.
    func folder(_ kind: BaseDirectory) -> URL {
        if let path = variables[kind.variable], path.hasPrefix("/") {
            return URL(filePath: path, directoryHint: .isDirectory).appending(
                path: "workbook", directoryHint: .isDirectory)
        }
        let home = variables["HOME"] ?? NSHomeDirectory()
        return URL(filePath: home, directoryHint: .isDirectory)
            .appending(path: kind.fallback + "/workbook", directoryHint: .isDirectory)
    }

    /// Where fetched models lie.
    var modelFolder: ModelFolder {
        ModelFolder(environment: variables, data: folder(.data), workingDirectory: workingDirectory)
    }

    enum BaseDirectory {
        case data
        case state

        var variable: String {
            switch self {
            case .data: "XDG_DATA_HOME"
            case .state: "XDG_STATE_HOME"
            }
        }

        var fallback: String {
            switch self {
            case .data: ".local/share"
            case .state: ".local/state"
            }
        }
    }
}
