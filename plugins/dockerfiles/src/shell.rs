//! Just enough of shell scripts to see which commands they run and what is piped into what. Quotation
//! marks are honoured; a script that builds its commands from variables is not followed.

/// What a pipeline feeds its output to, one after the other.
pub(crate) type Pipeline = Vec<Vec<String>>;

/// Programs that fetch from a network.
const FETCHERS: &[&str] = &[
    "aria2c",
    "curl",
    "fetch",
    "invoke-restmethod",
    "invoke-webrequest",
    "irm",
    "iwr",
    "wget",
];
/// Programs that run what they read.
const INTERPRETERS: &[&str] = &[
    "ash",
    "bash",
    "dash",
    "iex",
    "invoke-expression",
    "ksh",
    "node",
    "perl",
    "php",
    "powershell",
    "pwsh",
    "python",
    "python2",
    "python3",
    "ruby",
    "sh",
    "zsh",
];
/// Words before a command that do not change what it is.
const PREFIXES: &[&str] = &[
    "!", "command", "do", "doas", "else", "env", "exec", "export", "if", "nohup", "readonly",
    "sudo", "then", "time", "while", "{", "(",
];

/// The pipelines of a script.
pub(crate) fn pipelines(script: &str) -> Vec<Pipeline> {
    let mut pipelines = Vec::new();
    let mut reader = Reader::default();
    let mut letters = script.chars().peekable();
    while let Some(letter) = letters.next() {
        match (reader.quote, letter) {
            (Some('\''), '\'') | (Some('"'), '"') => reader.quote = None,
            (quote, '\\') if quote != Some('\'') => {
                if let Some(next) = letters.next().filter(|next| *next != '\n') {
                    reader.word.push(next);
                }
            }
            (None, '\'' | '"') => {
                reader.quote = Some(letter);
                reader.quoted = true;
            }
            (None, '#') if reader.word.is_empty() && !reader.quoted => {
                while letters.peek().is_some_and(|next| *next != '\n') {
                    letters.next();
                }
            }
            (None, '|') if letters.peek() != Some(&'|') => {
                // `|&` pipes errors too.
                if letters.peek() == Some(&'&') {
                    letters.next();
                }
                reader.end_command();
            }
            // `2>&1` and `&>log` end nothing.
            (None, '&') if reader.word.ends_with(['>', '<']) || letters.peek() == Some(&'>') => {
                reader.word.push(letter);
            }
            (None, '|' | '&' | ';' | '\n') => {
                if letters.peek() == Some(&letter) {
                    letters.next();
                }
                reader.end_pipeline(&mut pipelines);
            }
            (None, _) if letter.is_whitespace() => reader.end_word(),
            _ => reader.word.push(letter),
        }
    }
    reader.end_pipeline(&mut pipelines);
    pipelines
}

#[derive(Default)]
struct Reader {
    pipeline: Pipeline,
    command: Vec<String>,
    word: String,
    quote: Option<char>,
    quoted: bool,
}

impl Reader {
    fn end_word(&mut self) {
        if !self.word.is_empty() || self.quoted {
            self.command.push(std::mem::take(&mut self.word));
        }
        self.quoted = false;
    }

    fn end_command(&mut self) {
        self.end_word();
        self.pipeline.push(std::mem::take(&mut self.command));
    }

    fn end_pipeline(&mut self, pipelines: &mut Vec<Pipeline>) {
        self.end_command();
        let pipeline = std::mem::take(&mut self.pipeline);
        if pipeline.iter().any(|command| !command.is_empty()) {
            pipelines.push(pipeline);
        }
    }
}

/// The program that a command runs, without its folder.
pub(crate) fn program(command: &[String]) -> &str {
    let mut before = "";
    let mut words = command.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if PREFIXES.contains(&word) {
            before = word;
        } else if word.starts_with('-') {
            // What belongs to an option is no program: `sudo -u app bash`.
            if takes_argument(before, word) {
                words.next();
            }
        } else {
            let value = word
                .split_once('=')
                .filter(|(name, _)| is_variable(name))
                .map(|(_, value)| value);
            // `V=$(curl …` runs what its value begins with.
            let run = match value {
                Some(value) => value.strip_prefix("$(").or(value.strip_prefix('`')),
                None => Some(word),
            };
            if let Some(word) = run.map(|word| word.trim_matches(['(', ')', '{', '}', '`']))
                && !word.is_empty()
            {
                return word.rsplit('/').next().unwrap_or(word);
            }
        }
    }
    ""
}

/// Whether the next word belongs to an option of a word before the command.
fn takes_argument(prefix: &str, option: &str) -> bool {
    let options: &[&str] = match prefix {
        "sudo" => &[
            "-C", "-D", "-R", "-T", "-U", "-g", "-h", "-p", "-r", "-t", "-u", "--chdir", "--group",
            "--host", "--prompt", "--user",
        ],
        "doas" => &["-C", "-u"],
        "env" => &["-C", "-u", "--chdir", "--unset"],
        "exec" => &["-a"],
        _ => &[],
    };
    options.contains(&option)
}

/// Whether a command is run through `sudo`.
pub(crate) fn is_sudo(command: &[String]) -> bool {
    command
        .iter()
        .find(|word| {
            (word.as_str() == "sudo" || !PREFIXES.contains(&word.as_str()))
                && !word
                    .split_once('=')
                    .is_some_and(|(name, _)| is_variable(name))
        })
        .is_some_and(|word| word == "sudo" || word.ends_with("/sudo"))
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What runs a download without anybody having looked at it, in a few words.
pub(crate) fn runs_download(pipeline: &Pipeline) -> Option<String> {
    let mut fetched = None;
    for command in pipeline {
        let inside = command.iter().filter_map(|word| substitution(word));
        if let Some(found) = inside
            .flat_map(pipelines)
            .find_map(|pipeline| runs_download(&pipeline))
        {
            return Some(found);
        }
        let program = program(command);
        // PowerShell does not tell small letters from capital ones.
        let program = program.strip_suffix(".exe").unwrap_or(program);
        let program = &program.to_ascii_lowercase();
        if is_interpreter(program) {
            if let Some(found) =
                given(command).and_then(|script| pipelines(&script).iter().find_map(runs_download))
            {
                return Some(found);
            }
            if let Some(fetcher) = fetched.filter(|_| !has_program(program, command)) {
                return Some(format!("{fetcher} piped into {program}"));
            }
            if let Some(fetcher) = substituted(command).or(downloaded(program, command)) {
                return Some(format!("{program} runs what {fetcher} brings"));
            }
        } else if matches!(program.as_str(), "eval" | "source" | ".") {
            if let Some(fetcher) = substituted(command) {
                return Some(format!("{program} runs what {fetcher} brings"));
            }
        } else if let Some(fetcher) = FETCHERS
            .iter()
            .find(|fetcher| **fetcher == program.as_str())
        {
            fetched = Some(*fetcher);
        }
    }
    None
}

/// Whether an interpreter was given its program in an argument, so that what is piped into it is only data.
fn has_program(program: &str, command: &[String]) -> bool {
    let flags: &[&str] = match program.rsplit('/').next().unwrap_or(program) {
        name if name.starts_with("python") => &["-c", "-m"],
        "node" | "ruby" | "perl" => &["-e"],
        "php" => &["-r"],
        _ => return given(command).is_some(),
    };
    command.iter().any(|word| flags.contains(&word.as_str()))
}

/// The commands whose output stands in a word: `"$(curl …)"`.
fn substitution(word: &str) -> Option<&str> {
    let (_, inside) = word.split_once("$(")?;
    inside.rsplit_once(')').map(|(inside, _)| inside)
}

/// What PowerShell fetches in the expression that it is given: `iex (New-Object
/// Net.WebClient).DownloadString('…')`, `iex (iwr …).Content`.
fn downloaded(program: &str, command: &[String]) -> Option<&'static str> {
    if !matches!(program, "iex" | "invoke-expression") {
        return None;
    }
    let text = command.join(" ").to_ascii_lowercase();
    if text.contains("downloadstring") {
        return Some("DownloadString");
    }
    let mut words = text.split(|letter: char| !(letter.is_alphanumeric() || letter == '-'));
    words.find_map(|word| FETCHERS.iter().copied().find(|fetcher| *fetcher == word))
}

/// The script that a shell is given in an argument: `bash -c '…'`, `sh -euc '…'`, `powershell -Command
/// '…'`.
fn given(command: &[String]) -> Option<String> {
    let is_powershell = |word: &String| word.eq_ignore_ascii_case("-command");
    if let Some(at) = command.iter().position(is_powershell) {
        // PowerShell takes all that follows.
        return Some(command[at + 1..].join(" "));
    }
    let of_script = |word: &str| {
        word.strip_prefix('-')
            .is_some_and(|flags| !flags.starts_with('-') && flags.ends_with('c'))
    };
    let at = command.iter().position(|word| of_script(word))?;
    command.get(at + 1).cloned()
}

fn is_interpreter(program: &str) -> bool {
    INTERPRETERS.contains(&program)
        || program
            .strip_prefix("python3.")
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The program that fetches what a command is given by `$(…)`, `` `…` `` or `<(…)`.
fn substituted(command: &[String]) -> Option<&'static str> {
    let text = command.join(" ");
    FETCHERS.iter().copied().find(|fetcher| {
        ["$(", "`", "<("].iter().any(|open| {
            text.match_indices(open).any(|(at, _)| {
                text[at + open.len()..]
                    .trim_start()
                    .strip_prefix(fetcher)
                    .is_some_and(|rest| rest.starts_with(char::is_whitespace))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(script: &str) -> Option<String> {
        pipelines(script).iter().find_map(runs_download)
    }

    #[test]
    fn downloads_that_are_run_unseen_are_found() {
        for script in [
            "curl -fsSL https://x.example/i.sh | sh",
            "apt-get update && wget -qO- https://x.example/i | sudo -E bash -",
            "set -e; curl x |\\\n tee log | python3 -",
            "bash <(curl -s https://x.example)",
            "sh -c \"$(curl -fsSL https://x.example/install.sh)\"",
            "eval \"$(wget -qO- https://x.example)\"",
            "FOO=1 curl x | env A=b /bin/bash",
            "bash -c \"curl -fsSL https://x.example/i.sh | sh\"",
            "sudo sh -euc 'cd /tmp && (wget -qO- x | bash)'",
            "curl x 2>&1 | bash",
            "curl x &> log; curl y | bash",
            "(curl x | bash)",
            "curl x | sudo -u app bash",
            "curl x | sudo -E -u app -- bash -s",
            "V=$(curl x | sh)",
            "V=\"$(curl x | sh)\"",
            "echo \"built $(wget -qO- x | bash -s)\"",
            "export V=`curl x | sh`",
            "V=`curl x | sh`",
            "iwr -useb https://x.example/i.ps1 | iex",
            "Invoke-WebRequest https://x.example/i.ps1 | Invoke-Expression",
            "powershell -NoProfile -Command \"irm https://x.example | iex\"",
            "powershell.exe -Command iex ((New-Object System.Net.WebClient).DownloadString('https://x.example'))",
            "iex (New-Object Net.WebClient).DownloadString('https://x.example/i.ps1')",
            "IEX (iwr https://x.example -UseBasicParsing).Content",
        ] {
            assert!(found(script).is_some(), "{script}");
        }
    }

    #[test]
    fn other_pipes_and_other_downloads_are_left_in_peace() {
        for script in [
            "curl -o a.tgz https://x.example/a.tgz && echo 'abc  a.tgz' | sha256sum -c",
            "curl https://x.example | tar xz",
            "echo 'curl x | sh'",
            "# curl x | sh",
            "cat i.sh | sh",
            "curl x || bash fallback.sh",
            "curl -o i.sh x & bash other.sh",
            "bash -c 'echo fine'",
            "curl x | sudo -u bash tee log",
            "V=$(curl -s x | jq -r .tag)",
            "V=\"$(curl -s x)\" && echo $V | tee version",
            "PATH=/opt/bin:$PATH sh build.sh",
            "iwr https://x.example/a.zip -OutFile a.zip",
            "iex -S mix",
        ] {
            assert_eq!(found(script), None, "{script}");
        }
    }
}
