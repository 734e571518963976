//! JSON arrays of objects, one object at a time.
//!
//! A scan of a large account is hundreds of megabytes of one array. Only one of its objects is in
//! memory at once, and each still knows its line, column and pointer in the whole file. Objects one
//! after the other without an array (JSON Lines) are read too.

use std::io::Read;
use std::rc::Rc;

use tickmark_plugin::prelude::*;

/// The largest object, in bytes. Prowler's findings take a few kilobytes, those that list all
/// grants of a role some hundred.
const MAX_ELEMENT: usize = 16 * 1024 * 1024;

/// How much is read at once, in bytes.
const PIECE: usize = 64 * 1024;

/// An object of the array.
pub(crate) struct Element {
    document: Document,
    /// Its index, where there is an array.
    index: Option<usize>,
    /// How many characters stand before it in its first line.
    indent: usize,
    line: usize,
}

impl Element {
    pub(crate) fn root(&self) -> At<'_> {
        self.document.root()
    }

    /// Where a value of the object stands in the whole file.
    pub(crate) fn place(&self, at: &At<'_>) -> Location {
        locate(at.place(), self.index, self.line, self.indent)
    }
}

/// A place in an element as one in the whole file.
fn locate(mut place: Location, index: Option<usize>, line: usize, indent: usize) -> Location {
    if let Some(index) = index {
        let pointer = place.pointer.unwrap_or_default();
        place.pointer = Some(format!("/{index}{pointer}"));
    }
    if place.line.is_some_and(|of| of as usize == line)
        && let Some(column) = place.column
    {
        place.column = Some(column.saturating_add(u32::try_from(indent).unwrap_or(u32::MAX)));
    }
    place
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was seen yet.
    Start,
    /// An object or the array's end may come.
    First,
    /// A comma or the array's end has to come.
    After,
    /// An object has to come.
    Next,
    /// In an object of an array.
    Inside,
    /// The array has ended.
    Done,
    /// Between objects without an array.
    Lines,
    /// In an object without an array.
    InsideLines,
}

struct Splitter<'a, F> {
    path: &'a Rc<str>,
    state: State,
    bytes: Vec<u8>,
    depth: usize,
    in_string: bool,
    escaped: bool,
    index: usize,
    /// The line, and how many characters of it were seen.
    line: usize,
    column: usize,
    /// Where the present object begins.
    begins: (usize, usize),
    with: F,
}

/// Calls `with` for each object, or for what is wrong with it. An error is a problem with the file as
/// a whole, after which nothing more can be read.
pub(crate) fn for_each(
    path: &Rc<str>,
    mut reader: impl Read,
    with: impl FnMut(Result<Element, Problem>),
) -> Result<(), Problem> {
    let mut splitter = Splitter {
        path,
        state: State::Start,
        bytes: Vec::new(),
        depth: 0,
        in_string: false,
        escaped: false,
        index: 0,
        line: 1,
        column: 0,
        begins: (1, 0),
        with,
    };
    let mut piece = vec![0; PIECE];
    let mut first = true;
    loop {
        let length = reader.read(&mut piece).map_err(|error| {
            Problem::new(
                Location::file(path),
                format!("the file cannot be read: {error}"),
            )
        })?;
        if length == 0 {
            return splitter.end();
        }
        let mut bytes = &piece[..length];
        if std::mem::take(&mut first) {
            if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
                return Err(Problem::new(
                    Location::file(path),
                    "the file is UTF-16, expected UTF-8; convert it and collect it again",
                ));
            }
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        splitter.feed(bytes)?;
    }
}

impl<F: FnMut(Result<Element, Problem>)> Splitter<'_, F> {
    fn feed(&mut self, mut bytes: &[u8]) -> Result<(), Problem> {
        while let [first, rest @ ..] = bytes {
            if matches!(self.state, State::Inside | State::InsideLines) {
                bytes = self.inside(bytes)?;
            } else {
                self.between(*first)?;
                self.count(*first);
                bytes = rest;
            }
        }
        Ok(())
    }

    fn count(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
        } else if byte & 0b1100_0000 != 0b1000_0000 {
            self.column += 1;
        }
    }

    fn between(&mut self, byte: u8) -> Result<(), Problem> {
        self.state = match (self.state, byte) {
            (state, b' ' | b'\t' | b'\r' | b'\n') => state,
            (State::Start, b'[') => State::First,
            (State::First | State::After, b']') => State::Done,
            (State::After, b',') => State::Next,
            (State::First | State::Next, b'{') => {
                self.begin();
                State::Inside
            }
            (State::Start | State::Lines, b'{') => {
                self.begin();
                State::InsideLines
            }
            _ => {
                return Err(self.problem("the file is not a JSON array of objects"));
            }
        };
        Ok(())
    }

    fn begin(&mut self) {
        self.begins = (self.line, self.column);
        self.bytes.clear();
        self.bytes.push(b'{');
        self.depth = 1;
        self.in_string = false;
        self.escaped = false;
    }

    /// Takes what belongs to the present object and gives back the rest.
    fn inside<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], Problem> {
        let mut taken = 0;
        for &byte in bytes {
            taken += 1;
            self.count(byte);
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
            if self.depth == 0 {
                break;
            }
        }
        let (own, rest) = bytes.split_at(taken);
        if self.bytes.len() + own.len() > MAX_ELEMENT {
            return Err(self.problem(&format!("an object is larger than {MAX_ELEMENT} bytes")));
        }
        self.bytes.extend_from_slice(own);
        if self.depth == 0 {
            self.element();
        }
        Ok(rest)
    }

    fn element(&mut self) {
        let (line, indent) = self.begins;
        let index = (self.state == State::Inside).then_some(self.index);
        let element = match Document::json(self.path, &self.bytes) {
            Ok(document) => Ok(Element {
                document: document.shifted(line - 1),
                index,
                indent,
                line,
            }),
            Err(problem) => {
                let mut place = problem.place;
                place.line = place
                    .line
                    .map(|of| of.saturating_add(u32::try_from(line - 1).unwrap_or(u32::MAX)));
                Err(Problem::new(
                    locate(place, index, line, indent),
                    problem.message,
                ))
            }
        };
        (self.with)(element);
        self.index += 1;
        self.state = if self.state == State::Inside {
            State::After
        } else {
            State::Lines
        };
    }

    fn end(self) -> Result<(), Problem> {
        match self.state {
            State::Done | State::Lines => Ok(()),
            State::Start => Err(Problem::new(
                Location::file(self.path),
                "the file is empty, expected JSON",
            )),
            _ => Err(self.problem(
                "the file ends inside its list of results: the scan was interrupted or the file \
                 was cut",
            )),
        }
    }

    fn problem(&self, message: &str) -> Problem {
        Problem::new(
            Location::line(self.path, self.line).column(self.column + 1),
            message,
        )
    }
}
