//! Many short texts in little memory.
//!
//! A million account names as separate strings would need twice the room of their letters, and a
//! sandbox has little. Here they lie one after the other in pieces that never move.

/// The longest text that is kept. No identifier of a real account comes near it.
pub(crate) const LONGEST: usize = 1024;

const PIECE: usize = 1 << 15;

/// Where the texts are.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pieces: Vec<String>,
}

/// One kept text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Kept {
    piece: u32,
    start: u16,
    length: u16,
}

impl Kept {
    /// Whether it is the empty text, which stands for "none".
    pub(crate) fn is_empty(self) -> bool {
        self.length == 0
    }
}

impl Texts {
    /// Keeps a text, or none of it when it is longer than [`LONGEST`].
    pub(crate) fn keep(&mut self, text: &str) -> Option<Kept> {
        if text.len() > LONGEST {
            return None;
        }
        if self
            .pieces
            .last()
            .is_none_or(|piece| piece.len() + text.len() > PIECE)
        {
            self.pieces.push(String::with_capacity(PIECE));
        }
        let piece = self.pieces.len() - 1;
        let last = self.pieces.last_mut()?;
        let kept = Kept {
            piece: u32::try_from(piece).ok()?,
            start: u16::try_from(last.len()).ok()?,
            length: u16::try_from(text.len()).ok()?,
        };
        last.push_str(text);
        Some(kept)
    }

    /// A kept text.
    pub(crate) fn get(&self, kept: Kept) -> &str {
        let start = usize::from(kept.start);
        self.pieces
            .get(kept.piece as usize)
            .and_then(|piece| piece.get(start..start + usize::from(kept.length)))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were_across_pieces() {
        let mut texts = Texts::default();
        let kept: Vec<Kept> = (0..20_000)
            .map(|number| texts.keep(&format!("account-{number}")).unwrap())
            .collect();
        assert!(texts.pieces.len() > 1);
        assert_eq!(texts.get(kept[0]), "account-0");
        assert_eq!(texts.get(kept[19_999]), "account-19999");
    }

    #[test]
    fn a_text_that_is_too_long_is_not_kept() {
        let mut texts = Texts::default();
        assert!(texts.keep(&"x".repeat(LONGEST)).is_some());
        assert!(texts.keep(&"x".repeat(LONGEST + 1)).is_none());
        assert!(texts.keep("").unwrap().is_empty());
    }
}
