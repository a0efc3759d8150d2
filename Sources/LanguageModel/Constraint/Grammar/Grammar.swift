/// A form of text: a network of states over bytes, whose states may call others, and go on when those are done.
///
/// Calls make it as strong as a context-free grammar. No state calls anything without a byte having been read since it
/// was called itself, so the stack never grows without the text growing.
struct Grammar: Sendable {
    struct ByteEdge: Sendable {
        var low: UInt8
        var high: UInt8
        var target: Int32
    }

    struct Call: Sendable {
        var entry: Int32
        /// Where the caller goes on.
        var target: Int32
        /// How many levels deeper the text is nested meanwhile: 0 or 1.
        var levels: Int32
    }

    /// No way from a state to a complete text.
    static let endless = UInt16.max

    let start: Int32
    /// `byteEdges[byteStarts[q]..<byteStarts[q + 1]]` are those of state `q`; likewise the others.
    let byteEdges: [ByteEdge]
    let byteStarts: [Int32]
    let calls: [Call]
    let callStarts: [Int32]
    let skips: [Int32]
    let skipStarts: [Int32]
    let isFinal: [Bool]
    /// How many characters of plain text may certainly follow within the string that a state is in.
    let room: [Int32]
    /// How many more calls must be open at once to complete what a state is in; ``endless`` if nothing completes it.
    let heights: [UInt16]

    var count: Int { isFinal.count }

    /// How many calls may be open at once: how deep a text may be nested.
    static let depthLimit = 96
}
