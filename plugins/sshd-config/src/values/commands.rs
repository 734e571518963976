//! Commands and texts, which keep their spaces and quotes.

use super::{Arguments, Value, one, or_none};

pub(crate) fn force_command(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    Ok(one(or_none(arguments.raw()?)))
}

pub(crate) fn command(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let command = or_none(arguments.raw()?);
    if command != "none" && !command.starts_with('/') {
        return Err("the command must be an absolute path".to_owned());
    }
    Ok(one(command))
}

/// Unlike other words this one keeps what follows a `#`.
pub(crate) fn version_addendum(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    Ok(one(or_none(arguments.raw()?)))
}

pub(crate) fn subsystem(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let name = arguments.next()?;
    let command = arguments.next()?;
    let rest: Vec<String> = arguments.words.by_ref().collect();
    Ok(one([vec![name, command], rest].concat().join(" ")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{reads, refuses};
    use super::*;

    #[test]
    fn commands_keep_their_spaces_and_quotes() {
        reads(
            force_command,
            &[("internal-sftp -l \"INFO\"", "internal-sftp -l \"INFO\"")],
        );
        reads(
            command,
            &[("/usr/bin/keys  %u", "/usr/bin/keys  %u"), ("None", "none")],
        );
        refuses(command, &["keys %u"]);
        reads(
            version_addendum,
            &[("hello  there # world", "hello  there # world")],
        );
    }
}
