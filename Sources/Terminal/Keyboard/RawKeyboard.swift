import Foundation

/// Reads single keys from a terminal, for pagers and live views.
///
/// The terminal is in raw mode from `init` to `close`, and gets its former mode back on every way out: `close`,
/// deinitialisation, a stop (Ctrl-Z) until it is continued, and the signals that end the process.
public final class RawKeyboard {
    public enum Event: Hashable, Sendable {
        case key(Key)
        /// A signal that means to end what runs, from elsewhere; Ctrl-C typed here is `.key(.control("c"))`.
        case interrupted
        /// The size changed, or the program was stopped and goes on: draw anew.
        case redraw
        case timedOut
        case endOfInput
    }

    private let descriptor: Int32
    private var former = termios()
    private var isRaw = false
    private let signals: SignalPipe
    private let whenEntering: () -> Void
    private let whenLeaving: () -> Void
    private var decoder = KeyDecoder()
    private var keys: [Key] = []
    private static let handled = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT]
    /// How long the rest of a sequence may take after Escape, in milliseconds.
    static let escapeDelay: Int32 = 40

    /// Keys from standard input; `nil` when it is no terminal.
    public convenience init?() { self.init(descriptor: STDIN_FILENO) }

    /// `nil` when `descriptor` is no terminal.
    public convenience init?(descriptor: Int32) {
        self.init(descriptor: descriptor, entering: {}, leaving: {})
    }

    /// - Parameters:
    ///   - entering: called whenever raw mode begins: to set what else belongs to it.
    ///   - leaving: called before the former mode comes back, on every way out.
    init?(descriptor: Int32, entering: @escaping () -> Void, leaving: @escaping () -> Void) {
        self.descriptor = descriptor
        whenEntering = entering
        whenLeaving = leaving
        guard tcgetattr(descriptor, &former) == 0, let pipe = SelfPipe() else { return nil }
        signals = SignalPipe(Self.handled, pipe: pipe)
        enter()
    }

    deinit { close() }

    /// Gives the terminal its former mode back. Doing it twice does nothing.
    public func close() {
        leave()
        signals.close()
    }

    private func enter() {
        guard !isRaw else { return }
        var raw = former
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        raw.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | ISTRIP)
        // Output processing stays on: lines are printed as ever.
        isRaw = tcsetattr(descriptor, TCSADRAIN, &raw) == 0
        if isRaw { whenEntering() }
    }

    private func leave() {
        guard isRaw else { return }
        whenLeaving()
        tcsetattr(descriptor, TCSADRAIN, &former)
        isRaw = false
    }

    /// The next event; `.timedOut` when none came in time.
    public func next(timeout: Duration? = nil) -> Event {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        while true {
            if !keys.isEmpty {
                let key = keys.removeFirst()
                guard key == .control("z") else { return .key(key) }
                suspend()
                return .redraw
            }
            var wait: Int32 = -1
            if decoder.isAmbiguous {
                wait = Self.escapeDelay
            } else if let deadline {
                wait = Int32(clamping: max(0, Int((deadline - .now) / .milliseconds(1))))
            }
            var descriptors = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&descriptors, 2, wait)
            if ready == 0 {
                if decoder.isAmbiguous { keys += decoder.flush() } else { return .timedOut }
            } else if ready > 0 {
                if descriptors[1].revents != 0, let event = handleSignals() { return event }
                if descriptors[0].revents != 0, !readKeys() { return .endOfInput }
            } else if errno != EINTR {
                return .endOfInput
            }
        }
    }

    private func readKeys() -> Bool {
        var byte: UInt8 = 0
        let count = read(descriptor, &byte, 1)
        if count == 1 { keys += decoder.consume(byte) }
        return count == 1 || (count < 0 && (errno == EINTR || errno == EAGAIN))
    }

    private func handleSignals() -> Event? {
        var event: Event?
        for signal in signals.received() {
            switch signal {
            case SIGINT: event = .interrupted
            case SIGTSTP:
                suspend()
                event = event ?? .redraw
            case SIGWINCH: event = event ?? .redraw
            case SIGCONT:
                // After a stop that no program can see coming (SIGSTOP), others may have set the mode.
                isRaw = false
                enter()
                event = event ?? .redraw
            default:
                leave()
                signals.actAsBefore(on: signal, then: Self.handled)
                // Still here: someone takes care of it, and wants this to end.
                enter()
                event = .interrupted
            }
        }
        return event
    }

    private func suspend() {
        leave()
        signals.actAsBefore(on: SIGTSTP, then: Self.handled)
        // Who continued us may have changed the mode: what is current now is what to give back.
        _ = tcgetattr(descriptor, &former)
        enter()
    }
}
