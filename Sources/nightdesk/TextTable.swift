import Drawing

/// Rows as aligned text, made safe to show; unknown values are `–`.
struct TextTable {
    var columns: [String]
    var rows: [[String]]

    var text: String {
        let safe = ([columns] + rows).map { $0.map { SafeText.of($0) } }
        let widths = columns.indices.map { column in safe.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
        let lines = safe.map { row in
            row.indices.map { index in
                let space = index == row.count - 1 ? 0 : widths[index] - TextWidth.columns(of: row[index]) + 2
                return row[index] + String(repeating: " ", count: space)
            }.joined()
        }
        return lines.joined(separator: "\n")
    }

    static func number(_ value: Int?) -> String { value.map(String.init) ?? "–" }
    static func seconds(_ value: Double?) -> String { value.map { "\(Int($0)) s" } ?? "–" }
}
