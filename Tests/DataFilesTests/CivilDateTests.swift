import DataFiles
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2024-06-01", 19875), ("2026-11-25", 20782),
        ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
    func dayIsReadAndWritten(_ text: String, _ days: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSince1970 == days)
        #expect(CivilDate(daysSince1970: days).description == text)
        #expect(CivilDate(secondsSince1970: days * 86400) == date)
        #expect(CivilDate(secondsSince1970: days * 86400 + 86399) == date)
    }

    @Test(arguments: [
        "", "2024", "2024-6-1", "2024-06-31", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "0000-01-01",
        "24-06-01", "2024-06-01T00:00", "2024/06/01", "+024-06-01", "२०२४-06-01", "-2024-06-01",
    ])
    func whatIsNoDayIsRefused(_ text: String) { #expect(CivilDate(text) == nil) }

    @Test func everyDayOfFourHundredYearsFollowsTheOneBefore() throws {
        var last = try #require(CivilDate(year: 1800, month: 1, day: 1)).components
        for days in (CivilDate("1800-01-02")!.daysSince1970)...(CivilDate("2200-01-01")!.daysSince1970) {
            let next = CivilDate(daysSince1970: days).components
            let follows =
                next == (last.year, last.month, last.day + 1) || next == (last.year, last.month + 1, 1)
                || next == (last.year + 1, 1, 1)
            #expect(follows)
            #expect(CivilDate(year: next.year, month: next.month, day: next.day)?.daysSince1970 == days)
            last = next
        }
    }
}
