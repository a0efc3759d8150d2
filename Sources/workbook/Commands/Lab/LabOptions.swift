import ArgumentParser
import Foundation
import LabServer
import ModelAPI

/// Which lab a command steers: the session's own, or one that runs elsewhere on this machine.
struct LabOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The lab of another `workbook serve`, as it prints it; WORKBOOK_LAB says the same.", valueName: "url"))
    var lab: String?

    @Option(help: "That lab's token; WORKBOOK_LAB_TOKEN says the same, and shows on no list of processes.")
    var token: String?
}

extension Session {
    /// The lab that the options mean. The session's own starts when it is first needed.
    func steering(_ options: LabOptions) async throws -> any LabSteering {
        let variables = environment.variables
        // In a session that has a lab of its own, the environment does not stand before it.
        let isOwn = runningLab != nil || isInteractive
        guard let address = options.lab ?? (isOwn ? nil : variables["WORKBOOK_LAB"]), !address.isEmpty else {
            if isSingleCommand {
                throw Failure(
                    "No lab is named.",
                    next:
                        "Give --lab URL and --token T of a running `workbook serve`, or set WORKBOOK_LAB and WORKBOOK_LAB_TOKEN."
                )
            }
            return try await lab().server
        }
        guard let token = options.token ?? variables["WORKBOOK_LAB_TOKEN"], !token.isEmpty else {
            throw Failure(
                "The lab's token is missing.",
                next: "`workbook serve` prints it as LAB_TOKEN: give it as --token or in WORKBOOK_LAB_TOKEN.")
        }
        return RemoteLab(origin: try Self.labOrigin(address), token: APIKey(token))
    }

    /// `http://127.0.0.1:8080`, `127.0.0.1:8080` or `8080`, with or without a path.
    private static func labOrigin(_ text: String) throws -> Origin {
        let address = Int(text) != nil ? "http://127.0.0.1:\(text)" : text.contains("://") ? text : "http://\(text)"
        guard let url = URL(string: address), url.scheme == "http", let host = url.host(), let port = url.port,
            ["127.0.0.1", "localhost", "::1"].contains(host)
        else {
            throw Failure(
                "'\(text)' is no address of a lab.", next: "Labs listen on this machine, such as http://127.0.0.1:8080."
            )
        }
        return Origin(host: "127.0.0.1", port: port)
    }
}
