import ModelAPI
import Testing

@Suite struct APIKeyTests {
    @Test(arguments: [
        ("sk-0123456789abcdef3f9a", "sk-…3f9a"), ("sk-ant-0123456789abcdef3f9a", "sk-ant-…3f9a"),
        ("sk-lab-0123456789abcdef3f9a", "sk-lab-…3f9a"), ("0123456789abcdef3f9a", "…3f9a"), ("sk-short", "sk-…"),
        ("", "…"),
        ("sk-0123456789ab\r\n\u{1B}[31mcdef", "sk-…cdef"),
    ])
    func descriptionIsRedacted(_ raw: String, _ expected: String) {
        let key = APIKey(raw)
        #expect(key.description == expected)
        #expect("\(key)" == expected)
        #expect(String(reflecting: key) == expected)
        var dumped = ""
        dump(["key": key], to: &dumped)
        #expect(raw.count < 12 || !dumped.contains(raw))
        #expect(key.reveal() == raw)
    }

    @Test func keysAreEqualIfAllOfThemIs() {
        #expect(APIKey("abc") == APIKey("abc"))
        for other in ["", "ab", "abd", "abcd", "abcabc"] { #expect(APIKey("abc") != APIKey(other)) }
    }
}
