import SigV4
import Testing

@Suite struct CivilDateTests {
    @Test func countsTheDaysOfEveryYearFrom1600To2400() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var expected = CivilDate.days(1600, 1, 1)
        for year in 1600...2400 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for month in 1...12 {
                for day in 1...(lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)) {
                    let date = CivilDate.date(expected)
                    #expect(CivilDate.days(year, month, day) == expected && date == (year, month, day))
                    expected += 1
                }
            }
        }
        #expect(CivilDate.days(1970, 1, 1) == 0)
    }
}
