//! PEM files: their blocks with the lines on which they begin (RFC 7468), each file one chain.
//!
//! Text around the blocks is passed over, as every reader of PEM does. The content of private keys is
//! never decoded.

use std::collections::BTreeMap;

use tickmark_plugin::{Check, Item, Location, Problem, Report, Text};
use x509_parser::pem::Pem;

use crate::Config;
use crate::certificate::Certificate;

/// Every file of the check.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) chains: Vec<Chain>,
    /// Files of which nothing can be said.
    pub(crate) unread: Vec<(String, Problem)>,
    /// Where the files are.
    pub(crate) places: Vec<Location>,
}

/// One file: the certificates in their order, the leaf first.
pub(crate) struct Chain {
    pub(crate) path: String,
    pub(crate) links: Vec<Link>,
    pub(crate) keys: Vec<PrivateKey>,
    pub(crate) blocks: usize,
    /// Where the first block begins.
    pub(crate) place: Location,
    /// A block that has no end, so that the file may have held more.
    pub(crate) cut: Option<Problem>,
}

/// One certificate of a file.
pub(crate) struct Link {
    pub(crate) subject: String,
    pub(crate) place: Location,
    pub(crate) certificate: Result<Certificate, Problem>,
}

/// That a private key stands in the file; nothing of it is kept.
pub(crate) struct PrivateKey {
    pub(crate) label: String,
    pub(crate) place: Location,
}

impl Files {
    pub(crate) fn read(check: &Check<'_, Config>, input: &str, report: &mut Report) -> Self {
        let mut files = Self::default();
        for item in check.items(input) {
            match Chain::read(check, &item) {
                Ok(chain) => {
                    report.tally(&item, chain.links.len());
                    files.chains.push(chain);
                }
                Err(problem) => files.unread.push((item.path.to_string(), problem)),
            }
            files.places.push(item.place());
        }
        files
    }
}

impl Chain {
    fn read(check: &Check<'_, Config>, item: &Item) -> Result<Self, Problem> {
        let bytes = check.bytes(item)?;
        let mut chain = Self {
            path: item.path.to_string(),
            links: Vec::new(),
            keys: Vec::new(),
            blocks: 0,
            place: item.place(),
            cut: None,
        };
        // Blocks are ASCII; comments around them may be in any encoding.
        chain.scan(&String::from_utf8_lossy(&bytes));
        if chain.blocks > 0 || chain.cut.is_some() {
            return Ok(chain);
        }
        if bytes.starts_with(&[0x30]) {
            return Err(Problem::new(
                item.place(),
                "the file looks like DER, expected PEM; convert it with `openssl x509 -inform der`",
            ));
        }
        Text::new(&item.path, &bytes)?;
        Err(Problem::new(
            item.place(),
            "the file holds no PEM block (`-----BEGIN CERTIFICATE-----`)",
        ))
    }

    fn scan(&mut self, text: &str) {
        let mut open: Option<Block<'_>> = None;
        let mut names = BTreeMap::new();
        for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
            // A line that breaks off within the label begins a block of which nothing is known.
            let begins = boundary(line, "-----BEGIN ")
                .or_else(|| line.contains("-----BEGIN").then_some("without a label"));
            // A key is a key wherever it stands, also within other text.
            if let Some(label) = begins.filter(|label| label.contains("PRIVATE KEY")) {
                self.keys.push(PrivateKey {
                    label: label.to_owned(),
                    place: Location::line(&self.path, number),
                });
            }
            if let Some(label) = begins {
                if let Some(block) = open.take() {
                    self.cut(&block, &mut names);
                }
                open = Some(Block {
                    label,
                    line: number,
                    body: vec![line.trim()],
                });
            } else if let Some(mut block) = open.take() {
                block.body.push(line.trim());
                if boundary(line, "-----END ") == Some(block.label) {
                    self.take(&block, &mut names);
                } else {
                    open = Some(block);
                }
            } else if boundary(line, "-----END ").is_some() {
                self.cut.get_or_insert_with(|| {
                    Problem::new(
                        Location::line(&self.path, number),
                        "a block ends here that has no beginning; the file is cut off or damaged",
                    )
                });
            }
        }
        if let Some(block) = open {
            self.cut(&block, &mut names);
        }
    }

    /// A block that does not end. One of another kind may have swallowed certificates.
    fn cut(&mut self, block: &Block<'_>, names: &mut BTreeMap<String, usize>) {
        let place = Location::line(&self.path, block.line);
        let problem = Problem::new(
            place,
            format!(
                "the block `{}` has no end; the file is cut off or damaged",
                block.label
            ),
        );
        if block.is_certificate() {
            self.link(block, Err(problem.message.clone()), names);
        }
        self.cut.get_or_insert(problem);
    }

    fn take(&mut self, block: &Block<'_>, names: &mut BTreeMap<String, usize>) {
        if self.blocks == 0 {
            self.place = Location::line(&self.path, block.line);
        }
        self.blocks += 1;
        if block.label == "TRUSTED CERTIFICATE" {
            let unread =
                "a certificate in OpenSSL's own form; write it as a plain one (`openssl x509`)";
            self.link(block, Err(unread.to_owned()), names);
        } else if block.is_certificate() {
            let text = block.body.join("\n");
            let certificate = Pem::read(std::io::Cursor::new(text.as_bytes()))
                .map_err(|_| "the block is not valid base64".to_owned())
                .and_then(|(pem, _)| Certificate::read(&pem.contents));
            self.link(block, certificate, names);
        }
    }

    fn link(
        &mut self,
        block: &Block<'_>,
        certificate: Result<Certificate, String>,
        names: &mut BTreeMap<String, usize>,
    ) {
        let place = Location::line(&self.path, block.line);
        let name = match &certificate {
            Ok(certificate) => certificate.name.clone(),
            Err(_) => format!("certificate {}", self.links.len() + 1),
        };
        let count = names.entry(name.clone()).or_insert(0);
        *count += 1;
        let subject = if *count == 1 {
            format!("{}: {name}", self.path)
        } else {
            format!("{}: {name} ({count})", self.path)
        };
        self.links.push(Link {
            subject,
            certificate: certificate.map_err(|message| Problem::new(place.clone(), message)),
            place,
        });
    }

    /// The certificates where all of them could be read and none may be missing.
    pub(crate) fn whole(&self) -> Result<Vec<&Certificate>, &Problem> {
        if let Some(cut) = &self.cut {
            return Err(cut);
        }
        self.links
            .iter()
            .map(|link| link.certificate.as_ref())
            .collect()
    }
}

struct Block<'a> {
    label: &'a str,
    line: usize,
    body: Vec<&'a str>,
}

impl Block<'_> {
    fn is_certificate(&self) -> bool {
        matches!(
            self.label,
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE"
        )
    }
}

/// The label of a line such as `-----BEGIN CERTIFICATE-----`.
fn boundary<'a>(line: &'a str, start: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(start)?;
    let (label, _) = rest.split_once("-----")?;
    Some(label)
}
