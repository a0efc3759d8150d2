internal import Foundation

enum Base64 {
    /// `nil` for what is no Base64.
    static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }
}
