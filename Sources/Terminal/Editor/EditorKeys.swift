import CEditLine
import Foundation

/// Where libedit's characters come from: the terminal's keys, signals, and other threads.
///
/// Keys that terminals send as sequences are decoded here and handed to libedit as characters that nobody can type (C1
/// controls, which the decoder drops), bound to what they do. So they work in vi's modes too, where libedit would take
/// the Escape at the beginning of a sequence for the key of that name.
struct EditorKeys {
    /// Functions of the editor that are not libedit's.
    enum Function: Int32, CaseIterable {
        case complete, paste, endOrDelete, moveRight, moveToEnd

        /// The character that stands for it.
        var key: UInt32 { 0x80 + UInt32(rawValue) }
    }

    enum Event {
        case character(UInt32)
        case paste(String)
        case signal(Int32)
        /// Another thread has something.
        case wake
        case endOfInput
    }

    private static let handled = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT]

    /// Keys, the character that stands for them, and libedit's function.
    private static let editing: [(key: Key, character: UInt32, function: String)] = [
        (.up, 0x90, "ed-prev-history"), (.down, 0x91, "ed-next-history"),
        (.left, 0x92, "ed-prev-char"), (.right, 0x93, "ed-next-char"),
        (.wordLeft, 0x94, "ed-prev-word"), (.wordRight, 0x95, "em-next-word"),
        (.home, 0x96, "ed-move-to-beg"), (.end, 0x97, "ed-move-to-end"),
        (.delete, 0x98, "ed-delete-next-char"),
    ]

    private let wakeUp: SelfPipe
    private let signalPipe = SelfPipe()
    private var signals: SignalPipe?
    private var decoder = KeyDecoder()
    private var pending: [Event] = []

    init(wakeUp: SelfPipe) { self.wakeUp = wakeUp }

    static func bind(in handle: OpaquePointer) {
        let isVi = editline_is_vi(handle)
        for alternative in isVi ? [false, true] : [false] {
            for (_, character, function) in editing {
                editline_bind(handle, alternative, text(character), function)
            }
            for function in Function.allCases {
                editline_bind_function(handle, alternative, text(function.key), function.rawValue)
            }
            editline_bind_function(handle, alternative, "\t", Function.complete.rawValue)
            editline_bind_function(handle, alternative, "^D", Function.endOrDelete.rawValue)
        }
        editline_bind(handle, false, "^R", "em-inc-search-prev")
        editline_bind(handle, false, "^W", "ed-delete-prev-word")
        if isVi {
            // libedit's insert mode has few of the keys that hands expect anywhere.
            editline_bind(handle, false, "^A", "ed-move-to-beg")
            // In vi's manner libedit stops before the last character; one who types wants to be behind it.
            editline_bind_function(handle, false, text(0x93), Function.moveRight.rawValue)
            for key in [text(0x97), "^E"] { editline_bind_function(handle, false, key, Function.moveToEnd.rawValue) }
            editline_bind(handle, false, "^K", "ed-kill-line")
            editline_bind(handle, false, "^L", "ed-clear-screen")
        }
    }

    private static func text(_ character: UInt32) -> String { Unicode.Scalar(character).map(String.init) ?? "" }

    /// Takes over the signals.
    mutating func begin() {
        guard let signalPipe else { return }
        _ = signalPipe.drain()
        // A sequence or paste that never ended must not swallow this line too.
        decoder = KeyDecoder()
        pending = []
        signals = SignalPipe(Self.handled, pipe: signalPipe)
    }

    /// Gives the signals back.
    mutating func end() {
        signals?.close()
        signals = nil
    }

    /// Lets what was done about `signal` before happen now.
    mutating func letAct(on signal: Int32) {
        signals?.actAsBefore(on: signal, then: Self.handled)
    }

    mutating func next() -> Event {
        while true {
            if !pending.isEmpty { return pending.removeFirst() }
            let wait: Int32 = decoder.isAmbiguous ? RawKeyboard.escapeDelay : -1
            var descriptors = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeUp.reader, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&descriptors, nfds_t(descriptors.count), wait)
            if ready < 0 {
                guard errno == EINTR else { return .endOfInput }
                continue
            }
            if ready == 0 { for key in decoder.flush() { append(key) } }
            if descriptors[2].revents != 0 {
                pending += (signals?.received() ?? []).map { .signal($0) }
                continue
            }
            if descriptors[1].revents != 0 {
                _ = wakeUp.drain()
                return .wake
            }
            if descriptors[0].revents != 0, !readByte() { return .endOfInput }
        }
    }

    /// One byte at a time: what is typed ahead belongs to whoever reads next.
    private mutating func readByte() -> Bool {
        var byte: UInt8 = 0
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 1 {
            for key in decoder.consume(byte) { append(key) }
            return true
        }
        return count < 0 && (errno == EINTR || errno == EAGAIN)
    }

    private mutating func append(_ key: Key) {
        switch key {
        case .character(let scalar): pending.append(.character(scalar.value))
        case .enter: pending.append(.character(0x0D))
        case .tab: pending.append(.character(0x09))
        case .backspace: pending.append(.character(0x7F))
        case .escape: pending.append(.character(0x1B))
        case .control(let scalar): pending.append(.character(scalar.value & 0x1F))
        case .alt(let scalar): pending += [.character(0x1B), .character(scalar.value)]
        case .paste(let text): pending.append(.paste(text))
        case .backTab, .pageUp, .pageDown, .insert, .wheel: break
        case .up, .down, .left, .right, .wordLeft, .wordRight, .home, .end, .delete:
            if let found = Self.editing.first(where: { $0.key == key }) { pending.append(.character(found.character)) }
        }
    }
}
