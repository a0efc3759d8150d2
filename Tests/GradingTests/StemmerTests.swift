import Grading
import Testing

struct StemmerTests {
    /// From the sample vocabulary that M. F. Porter published with his algorithm.
    @Test(
        arguments: [
            ("caresses", "caress"), ("ponies", "poni"), ("cats", "cat"), ("agreed", "agre"), ("plastered", "plaster"),
            ("motoring", "motor"), ("conflated", "conflat"), ("hopping", "hop"), ("falling", "fall"),
            ("hissing", "hiss"),
            ("filing", "file"), ("happy", "happi"), ("sky", "sky"), ("relational", "relat"), ("conditional", "condit"),
            ("digitizer", "digit"), ("vietnamization", "vietnam"), ("predication", "predic"), ("operator", "oper"),
            ("hopefulness", "hope"), ("formality", "formal"), ("triplicate", "triplic"), ("electrical", "electr"),
            ("goodness", "good"), ("revival", "reviv"), ("inference", "infer"), ("adjustable", "adjust"),
            ("adoption", "adopt"),
            ("probate", "probat"), ("rate", "rate"), ("controlling", "control"), ("rolling", "roll"),
            ("oscillators", "oscil"),
        ])
    func stemIsThatOfPortersAlgorithm(word: String, stem: String) {
        #expect(Stemmer.stem(word) == stem)
    }

    @Test(arguments: [
        ["send", "sent", "sends", "sending"], ["choose", "chose", "chosen"], ["summarise", "summarized"],
        ["zero", "0"],
    ])
    func formsOfAWordShareAStem(forms: [String]) {
        #expect(Set(forms.map(Stemmer.stem)).count == 1)
    }

    @Test(arguments: ["", "a", "é", "日本", "x1", String(repeating: "a", count: 5000)])
    func anythingHasAStem(word: String) {
        #expect(Stemmer.stem(word) == word)
    }
}
