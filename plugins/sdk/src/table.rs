//! CSV with line numbers. A malformed row is a problem with a place; the rows after it are still
//! read.

use std::io::{Chain, Cursor, Read};
use std::ops::Index;
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use crate::quotes::QuoteAudit;
use crate::{Location, Problem};

/// A CSV file (RFC 4180) with a header row, read row by row.
pub struct Table<R> {
    path: Rc<str>,
    reader: Reader<QuoteAudit<Whole<R>>>,
    headers: Vec<String>,
    record: ByteRecord,
    rows: usize,
    failed: bool,
}

/// What was read to see the header row, and the rest.
type Whole<R> = Chain<Cursor<Vec<u8>>, R>;

/// Header rows longer than this are told apart by their beginning.
const MOST_HEADER: usize = 64 * 1024;

/// A column of a table, found by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column(usize);

/// One well-formed row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    path: &'a Rc<str>,
    line: usize,
    record: &'a ByteRecord,
}

impl<R: Read> Table<R> {
    /// Reads the header row. A file without one, or with a name twice, is a problem. Columns without a name
    /// are there for their place alone. Between fields stands a comma, or a semicolon where the header row
    /// has no comma, as spreadsheets write it where the comma belongs to numbers.
    pub fn new(path: &Rc<str>, input: R) -> Result<Self, Problem> {
        let table = Self::with_doubles(path, input)?;
        let headers = &table.headers;
        let double = headers
            .iter()
            .enumerate()
            .find(|(index, name)| !name.is_empty() && headers[..*index].contains(name));
        match double {
            Some((_, name)) => Err(Problem::new(
                Location::line(path, 1),
                format!("the header row names `{name}` twice"),
            )),
            None => Ok(table),
        }
    }

    /// The same, where whoever looks for a column sees to it that there is one of its name.
    pub(crate) fn with_doubles(path: &Rc<str>, mut input: R) -> Result<Self, Problem> {
        let at_header = |message: String| Problem::new(Location::line(path, 1), message);
        let head = header_row(&mut input)
            .map_err(|error| at_header(format!("the header row cannot be read: {error}")))?;
        let first = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let delimiter = if first.contains(&b';') && !first.contains(&b',') {
            b';'
        } else {
            b','
        };
        let whole = Cursor::new(head).chain(input);
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(QuoteAudit::new(whole, delimiter));
        let record = reader
            .byte_headers()
            .map_err(|error| at_header(format!("the header row cannot be read: {error}")))?;
        let mut headers = Vec::with_capacity(record.len());
        for field in record {
            let field = field.strip_prefix(b"\xef\xbb\xbf").unwrap_or(field);
            if field.contains(&0) {
                return Err(at_header(
                    "the header row holds zero bytes; the file is damaged or not CSV".into(),
                ));
            }
            let name = std::str::from_utf8(field)
                .map_err(|_| {
                    at_header("the header row is not UTF-8; export the file as UTF-8 CSV".into())
                })?
                .trim()
                .to_owned();
            headers.push(name);
        }
        if headers.iter().all(String::is_empty) {
            return Err(at_header("the file is empty: it has no header row".into()));
        }
        Ok(Self {
            path: path.clone(),
            reader,
            headers,
            record: ByteRecord::new(),
            rows: 0,
            failed: false,
        })
    }

    /// The column names, in their order.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// A column by its name; letters' case does not matter.
    pub fn find(&self, name: &str) -> Option<Column> {
        self.headers
            .iter()
            .position(|header| header == name)
            .or_else(|| {
                self.headers
                    .iter()
                    .position(|header| header.eq_ignore_ascii_case(name))
            })
            .map(Column)
    }

    /// A column that must be there.
    pub fn column(&self, name: &str) -> Result<Column, Problem> {
        self.find(name).ok_or_else(|| {
            Problem::new(
                Location::line(&self.path, 1),
                format!(
                    "there is no column `{name}` (the columns are {})",
                    self.headers
                        .iter()
                        .map(|header| format!("`{header}`"))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            )
        })
    }

    /// The next row, or the problem that stands in its place. `None` at the end.
    #[expect(
        clippy::should_implement_trait,
        reason = "a row borrows from the table, which `Iterator` cannot express"
    )]
    pub fn next(&mut self) -> Option<Result<Row<'_>, Problem>> {
        if self.failed {
            return None;
        }
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => return None,
            Ok(true) => self.rows += 1,
            Err(error) => {
                // Only the input itself can fail here, so nothing after it can be read either.
                self.failed = true;
                return Some(Err(Problem::new(
                    Location::file(&self.path),
                    format!("the file cannot be read to its end: {error}"),
                )));
            }
        }
        let line = self
            .record
            .position()
            .map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let problem = |message: String| Problem::new(Location::line(&self.path, line), message);
        let end = usize::try_from(self.reader.position().line()).unwrap_or(usize::MAX);
        if let Some(quote) = self.reader.get_ref().misplaced_between(line, end) {
            return Some(Err(problem(format!(
                "a quotation mark in line {quote} is misplaced or never closed, so it is unclear where this row ends"
            ))));
        }
        if self.record.len() != self.headers.len() {
            return Some(Err(problem(format!(
                "the row has {} fields, expected {} as in the header row",
                self.record.len(),
                self.headers.len()
            ))));
        }
        let whole = self.record.as_slice();
        // A row of plain ASCII, as most are, need not be looked at field by field.
        if (!whole.is_ascii() || whole.contains(&0))
            && let Some(index) = self
                .record
                .iter()
                .position(|field| field.contains(&0) || std::str::from_utf8(field).is_err())
        {
            return Some(Err(problem(format!(
                "the field `{}` is not UTF-8 text",
                self.headers[index]
            ))));
        }
        Some(Ok(Row {
            path: &self.path,
            line,
            record: &self.record,
        }))
    }

    /// How many rows were read so far, malformed ones included, the header row not.
    pub fn rows(&self) -> usize {
        self.rows
    }
}

/// What a file begins with, to the end of its first line or a little beyond.
fn header_row(input: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while head.len() < MOST_HEADER {
        let count = input.read(&mut piece)?;
        head.extend_from_slice(&piece[..count]);
        if count == 0 || piece[..count].contains(&b'\n') {
            break;
        }
    }
    Ok(head)
}

impl Row<'_> {
    /// Where the row stands.
    pub fn place(&self) -> Location {
        Location::line(self.path, self.line)
    }

    /// The line on which the row begins, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl Index<Column> for Row<'_> {
    type Output = str;

    fn index(&self, column: Column) -> &str {
        // `Table::next` gives out rows whose fields are all there and all UTF-8.
        self.record
            .get(column.0)
            .and_then(|field| std::str::from_utf8(field).ok())
            .unwrap_or_default()
    }
}

impl<R> std::fmt::Debug for Table<R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Table")
            .field("path", &self.path)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &[u8]) -> Result<Table<&[u8]>, Problem> {
        Table::new(&Rc::from("accounts.csv"), text)
    }

    #[test]
    fn a_short_row_is_a_problem_and_the_next_row_is_read() {
        let mut table = table(b"user,role\nann\nbob,admin\n").unwrap();
        let role = table.column("role").unwrap();
        let problem = table.next().unwrap().unwrap_err();
        assert_eq!(problem.place.line, Some(2));
        let row = table.next().unwrap().unwrap();
        assert_eq!(&row[role], "admin");
        assert_eq!(row.place().line, Some(3));
        assert!(table.next().is_none());
        assert_eq!(table.rows(), 2);
    }

    #[test]
    fn semicolons_part_fields_where_the_header_has_no_comma() {
        let mut table = table(b"user;\"share\";note\nann;\"1;5\";0,5\nbob;x;y\"z\n").unwrap();
        let [share, note] = ["share", "note"].map(|name| table.column(name).unwrap());
        let row = table.next().unwrap().unwrap();
        assert_eq!((&row[share], &row[note]), ("1;5", "0,5"));
        assert!(table.next().unwrap().is_err());
    }

    #[test]
    fn only_columns_without_a_name_may_be_several() {
        assert!(table(b"user,,\nann,,\n").is_ok());
        let problem = table(b"user,role,user\nann,x,y\n").err().unwrap();
        assert!(problem.message.contains("names `user` twice"));
    }

    #[test]
    fn a_long_header_row_is_read_in_pieces() {
        let names: Vec<String> = (0..2_000).map(|index| format!("column {index}")).collect();
        let text = format!("{}\n{}\n", names.join(";"), vec!["x"; 2_000].join(";"));
        let mut table = table(text.as_bytes()).unwrap();
        assert_eq!(table.headers().len(), 2_000);
        let column = table.column("column 1999").unwrap();
        assert_eq!(&table.next().unwrap().unwrap()[column], "x");
    }

    #[test]
    fn lines_are_counted_through_quoted_line_breaks() {
        let mut table = table(b"user,note\nann,\"two\nlines\"\nbob,x\n").unwrap();
        assert_eq!(table.next().unwrap().unwrap().line(), 2);
        assert_eq!(table.next().unwrap().unwrap().line(), 4);
    }

    #[test]
    fn an_unclosed_quote_does_not_swallow_rows_unseen() {
        let mut table = table(b"user,note\nann,\"open\nbob,x\ncid,y\n").unwrap();
        let problem = table.next().unwrap().unwrap_err();
        assert_eq!(problem.place.line, Some(2));
        assert!(table.next().is_none());
    }

    #[test]
    fn two_stray_quotes_do_not_hide_the_rows_between_them() {
        let mut table = table(b"user,note\nann,\"open\nbob,x\ncid,\"y\ndan,z\n").unwrap();
        assert!(table.next().unwrap().is_err());
        assert_eq!(table.next().unwrap().unwrap().line(), 5);
    }

    #[test]
    fn a_last_row_without_a_line_break_is_judged_too() {
        let mut table = table(b"user,note\nann,x\nbob,\"open").unwrap();
        assert!(table.next().unwrap().is_ok());
        assert!(table.next().unwrap().is_err());
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_field() {
        let mut table = table(b"user,role\nann,\xff\n").unwrap();
        let problem = table.next().unwrap().unwrap_err();
        assert_eq!(problem.message, "the field `role` is not UTF-8 text");
    }

    #[test]
    fn an_empty_file_and_a_doubled_header_are_problems() {
        assert!(table(b"").is_err());
        assert!(table(b"user,user\n").is_err());
    }

    #[test]
    fn a_missing_column_names_the_columns_that_are_there() {
        let problem = table(b"user,role\n").unwrap().column("owner").unwrap_err();
        assert_eq!(
            problem.message,
            "there is no column `owner` (the columns are `user`, `role`)"
        );
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_first_name() {
        assert!(
            table(b"\xef\xbb\xbfuser,role\n")
                .unwrap()
                .find("user")
                .is_some()
        );
    }
}
