//! A real sshd as the judge: generated configurations, each asked about without and with a
//! connection.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};
use tickmark_sshd_config::effective::{Connection, Version, effective_configuration};

use crate::compare;
use crate::generate::{Generated, generate};

/// How many configurations a trial generates.
const CONFIGURATIONS: u64 = 300;

/// Stands for the directory that `Include` lines name.
pub(crate) const HERE: &str = "@HERE@";

pub(crate) fn trials() -> Vec<Trial> {
    let sshd = std::env::var_os("TICKMARK_SSHD").map(PathBuf::from);
    let skipped = sshd.is_none();
    let sshd = sshd.unwrap_or_default();
    [1, 2]
        .into_iter()
        .map(|seed| {
            let sshd = sshd.clone();
            let name =
                format!("{CONFIGURATIONS} generated configurations read alike (seed {seed})");
            Trial::test(name, move || generated(&sshd, seed)).with_ignored_flag(skipped)
        })
        .collect()
}

/// The judge, and what it needs.
struct Judge<'a> {
    sshd: &'a Path,
    version: Version,
    directory: PathBuf,
}

impl Judge<'_> {
    fn new(sshd: &Path, seed: u64) -> Result<Judge<'_>, Failed> {
        let output = Command::new(sshd).arg("-V").output()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let version = text
            .lines()
            .find_map(Version::parse)
            .ok_or_else(|| format!("unknown release: {text}"))?;
        let name = format!("tickmark-sshd-{}-{seed}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir_all(&directory)?;
        let key = directory.join("key");
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(&key)
            .status()?;
        if !made.success() {
            return Err("ssh-keygen made no key".into());
        }
        Ok(Judge {
            sshd,
            version,
            directory,
        })
    }

    /// What sshd prints, or why it refuses. Nothing where it crashes, as 9.5 to 10.2 do on some
    /// subsystems in blocks.
    fn ask(&self, connection: &str) -> Result<Option<Result<String, String>>, Failed> {
        let mut command = Command::new(self.sshd);
        command
            .arg("-T")
            .arg("-h")
            .arg(self.directory.join("key"))
            .arg("-f")
            .arg(self.directory.join("sshd_config"))
            .args(["-C", connection]);
        let output = command.output()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(output.status.code().map(|code| match code {
            0 => Ok(text(&output.stdout)),
            _ => Err(text(&output.stderr)),
        }))
    }

    fn write(&self, generated: &Generated) -> Result<(), Failed> {
        let here = self.directory.to_string_lossy();
        for entry in fs::read_dir(&self.directory)? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "conf")
            {
                fs::remove_file(path)?;
            }
        }
        for (name, content) in &generated.files {
            fs::write(self.directory.join(name), content.replace(HERE, &here))?;
        }
        Ok(())
    }
}

impl Drop for Judge<'_> {
    fn drop(&mut self) {
        // A directory that stays behind does no harm.
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// A connection as sshd and as the plugin are told of it.
fn connections() -> Result<Vec<(String, Connection)>, Failed> {
    // Nobody from nowhere; without a port sshd refuses to judge `Match LocalPort`.
    let nobody = Connection {
        local_port: Some(1),
        ..Connection::default()
    };
    let mut connections = vec![("lport=1".to_owned(), nobody)];
    for (user, host, address, port) in [
        ("root", "alpha.example.org", "10.1.2.3", 22),
        ("daemon", "beta.example.net", "192.168.7.9", 2222),
        ("nobody", "gamma.example.org", "2001:db8::7", 22),
    ] {
        let spec = format!("user={user},host={host},addr={address},laddr=192.0.2.1,lport={port}");
        let groups = Command::new("id").args(["-Gn", user]).output()?;
        let groups = String::from_utf8_lossy(&groups.stdout).into_owned();
        let connection = Connection {
            user: Some(user.to_owned()),
            groups: groups.split_whitespace().map(str::to_owned).collect(),
            host: Some(host.to_owned()),
            address: Some(address.to_owned()),
            local_address: Some("192.0.2.1".to_owned()),
            local_port: Some(port),
        };
        connections.push((spec, connection));
    }
    Ok(connections)
}

fn generated(sshd: &Path, seed: u64) -> Result<(), Failed> {
    let judge = Judge::new(sshd, seed)?;
    let connections = connections()?;
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for number in 0..CONFIGURATIONS {
        let generated = generate(seed * 1_000_003 + number, judge.version);
        judge.write(&generated)?;
        for (spec, connection) in &connections {
            let Some(theirs) = judge.ask(spec)? else {
                continue;
            };
            let ours = read(&generated, judge.version, connection);
            let difference = match (&ours, &theirs) {
                (Err(_), Err(_)) => {
                    *tally.entry("refused by both").or_default() += 1;
                    None
                }
                (Ok(ours), Ok(theirs)) => {
                    *tally.entry("read by both").or_default() += 1;
                    let comparison = compare::compare(judge.version, ours, &compare::parse(theirs));
                    *tally.entry("keywords alike").or_default() += comparison.alike;
                    *tally.entry("keywords not compared").or_default() += comparison.left.len();
                    let differences = comparison.differences;
                    (!differences.is_empty()).then(|| differences.join("; "))
                }
                // Until 9.6 sshd drops a connection that meets two such blocks; the configuration as
                // such is accepted.
                (Ok(_), Err(theirs))
                    if connection.user.is_some() && theirs.contains("\"any\" must") =>
                {
                    None
                }
                (Ok(_), Err(theirs)) => Some(format!("sshd refuses: {theirs}")),
                (Err(ours), Ok(_)) => Some(format!("refused here: {}", ours.join("; "))),
            };
            if let Some(difference) = difference {
                differences.push(format!(
                    "number {number}, {spec}: {difference}\n{:#?}",
                    generated.files
                ));
                break;
            }
        }
    }
    // What was compared is of interest even where all is well.
    writeln!(io::stderr(), "{tally:?}")?;
    if !differences.is_empty() {
        let count = differences.len();
        differences.truncate(5);
        return Err(format!("{count} differences\n{}", differences.join("\n")).into());
    }
    let both = tally.get("read by both").copied().unwrap_or_default();
    let refused = tally.get("refused by both").copied().unwrap_or_default();
    if both < 200 || refused < 40 {
        return Err(format!("too few of a kind: {tally:?}").into());
    }
    Ok(())
}

fn read(
    generated: &Generated,
    version: Version,
    connection: &Connection,
) -> Result<BTreeMap<String, Vec<String>>, Vec<String>> {
    let files: Vec<(String, String)> = generated
        .files
        .iter()
        .map(|(name, content)| {
            let content = content.replace(HERE, "/etc/ssh");
            (format!("etc/ssh/{name}"), content)
        })
        .collect();
    let files = files
        .iter()
        .map(|(path, content)| (path.as_str(), content.as_bytes()));
    effective_configuration(files, "etc/ssh/sshd_config", version, Some(connection))
}
