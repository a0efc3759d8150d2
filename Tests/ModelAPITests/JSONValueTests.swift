import ModelAPI
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        "1", "1.0", "-0.0", "100000000000000000000", "0.1", "1e+16", "5e-324", "1e400",
        #"{"b":1,"a":[1.0,1,true,null]}"#,
        #""\u0000\u001f\u007f\n\"\\/é😀\#u{2028}""#,
    ])
    func writerGivesBackWhatWasRead(_ text: String) throws {
        #expect(try JSONValue.parse(text).serialized() == text)
    }

    @Test func prettyLayoutHasTwoBlanksALevel() {
        let value: JSONValue = ["a": [1, ["b": .null]], "empty": [:], "none": []]
        #expect(
            value.serialized(pretty: true) == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "empty": {},
                  "none": []
                }
                """)
    }

    @Test func numbersThatAreNotFiniteAreWrittenAsNull() {
        #expect(JSONValue.array([.number(.nan), .number(.infinity)]).serialized() == "[null,null]")
    }

    @Test func equalityIgnoresTheOrderOfKeysButNotTheKindOfNumber() {
        let one: JSONValue = ["a": 1, "b": 2]
        let other: JSONValue = ["b": 2, "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(JSONValue.integer(1) != .number(1))
        #expect(JSONValue.integer(1).double == JSONValue.number(1).double)
        #expect(JSONValue.number(3).int == 3)
        #expect(JSONValue.number(3.5).int == nil)
    }

    @Test(arguments: [
        ("", "{}"), ("messages[0].role", "user"), ("messages[1]", nil), ("messages.role", nil), ("model", "gpt-4"),
        (#"["a.b"][0]"#, "found"), ("messages[0", nil), ("messages[x]", nil), ("a..b", nil), (".model", nil),
        ("messages[-1]", nil), ("messages[0]role", nil),
    ])
    func pathFindsValues(_ path: String, _ expected: String?) {
        let value: JSONValue = ["model": "gpt-4", "messages": [["role": "user"]], "a.b": ["found"]]
        let found = value[path: path]
        if path.isEmpty { #expect(found == value) } else { #expect(found?.string == expected) }
    }

    @Test func settingAKeyAgainKeepsItsPlace() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = 4
        #expect(object.keys == ["a", "b", "c"])
        object["a"] = nil
        #expect(JSONValue.object(object).serialized() == #"{"b":2,"c":4}"#)
    }
}
