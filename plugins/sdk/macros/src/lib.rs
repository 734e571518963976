//! The `#[control]` attribute: turns a function and its doc comment into a rule.
//!
//! The attribute keeps a control's description, its mappings and its code in one place, so that the
//! answer to `describe`, the tables in the documentation and the rule itself cannot drift apart. It
//! knows nothing of evidence or findings; those belong to `tickmark-plugin`.

use proc_macro::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, FnArg, Ident, ItemFn, Lit, LitStr, Meta, Token, parse_macro_input};

/// Declares a function to be a control.
///
/// The function becomes a constant `Rule` of the same name. Its identifier (in kebab case) is the
/// control's id, the first paragraph of its doc comment the title, the rest the description.
///
/// ```text
/// /// Console users have a second factor
/// ///
/// /// A stolen password alone must not open the account.
/// #[control(
///     severity = Critical,
///     method = Configuration,
///     implements("CC6.1" = "A second factor is part of how users are authenticated."),
///     supports("CC6.6" = "Stolen passwords are of no use from outside."),
///     needs("accounts"),
///     remedy = "Assign an MFA device to the user.",
/// )]
/// fn console_mfa(user: &User, findings: &mut Findings<'_>) { … }
/// ```
///
/// `severity`, `method`, `remedy` and at least one of `implements` and `supports` are required.
#[proc_macro_attribute]
pub fn control(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as Arguments);
    let function = parse_macro_input!(item as ItemFn);
    expand(arguments, &function)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

/// One edge: a criterion and the reason.
struct Edge {
    relation: Ident,
    criterion: LitStr,
    rationale: LitStr,
}

struct Arguments {
    severity: Ident,
    method: Ident,
    remedy: LitStr,
    edges: Vec<Edge>,
    needs: Vec<LitStr>,
}

/// `"CC6.1" = "because"`
struct Pair {
    criterion: LitStr,
    rationale: LitStr,
}

impl Parse for Pair {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let criterion = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self {
            criterion,
            rationale: input.parse()?,
        })
    }
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (mut severity, mut method, mut remedy) = (None, None, None);
        let (mut edges, mut needs) = (Vec::new(), Vec::new());
        let span = input.span();
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            match key.to_string().as_str() {
                "severity" => {
                    input.parse::<Token![=]>()?;
                    severity = Some(input.parse()?);
                }
                "method" => {
                    input.parse::<Token![=]>()?;
                    method = Some(input.parse()?);
                }
                "remedy" => {
                    input.parse::<Token![=]>()?;
                    remedy = Some(input.parse()?);
                }
                "implements" | "supports" => {
                    let name = if key == "implements" {
                        "Implements"
                    } else {
                        "Supports"
                    };
                    let content;
                    syn::parenthesized!(content in input);
                    for pair in Punctuated::<Pair, Token![,]>::parse_terminated(&content)? {
                        edges.push(Edge {
                            relation: Ident::new(name, key.span()),
                            criterion: pair.criterion,
                            rationale: pair.rationale,
                        });
                    }
                }
                "needs" => {
                    let content;
                    syn::parenthesized!(content in input);
                    needs.extend(Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?);
                }
                _ => {
                    return Err(syn::Error::new(
                        key.span(),
                        "expected `severity`, `method`, `implements`, `supports`, `needs` or `remedy`",
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let missing = |name: &str| syn::Error::new(span, format!("a control needs `{name}`"));
        if edges.is_empty() {
            return Err(missing("implements"));
        }
        Ok(Self {
            severity: severity.ok_or_else(|| missing("severity"))?,
            method: method.ok_or_else(|| missing("method"))?,
            remedy: remedy.ok_or_else(|| missing("remedy"))?,
            edges,
            needs,
        })
    }
}

fn expand(arguments: Arguments, function: &ItemFn) -> syn::Result<proc_macro2::TokenStream> {
    let name = &function.sig.ident;
    let visibility = &function.vis;
    let documentation: Vec<_> = function
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .collect();
    let text: Vec<String> = documentation
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(line),
                    ..
                }) => Some(line.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let (title, description) = title_and_description(&text);
    if title.is_empty() {
        return Err(syn::Error::new(
            name.span(),
            "a control needs a doc comment: its first paragraph is the title",
        ));
    }
    let id = name.to_string().replace('_', "-");
    let Arguments {
        severity,
        method,
        remedy,
        edges,
        needs,
    } = arguments;
    let edges = edges.iter().map(|edge| {
        let Edge {
            relation,
            criterion,
            rationale,
        } = edge;
        quote!((#criterion, ::tickmark_plugin::Relation::#relation, #rationale))
    });
    let inputs = function.sig.inputs.iter().map(|argument| match argument {
        FnArg::Typed(typed) => {
            let kind = &typed.ty;
            quote!(#kind)
        }
        FnArg::Receiver(receiver) => quote!(#receiver),
    });
    let output = &function.sig.output;
    let mut inner = function.clone();
    inner
        .attrs
        .retain(|attribute| !attribute.path().is_ident("doc"));
    inner.vis = syn::Visibility::Inherited;
    Ok(quote! {
        #(#documentation)*
        #[allow(non_upper_case_globals)]
        #visibility const #name: ::tickmark_plugin::Rule<fn(#(#inputs),*) #output> = {
            #inner
            ::tickmark_plugin::Rule {
                control: ::tickmark_plugin::ControlSpec {
                    id: #id,
                    title: #title,
                    description: #description,
                    severity: ::tickmark_plugin::Severity::#severity,
                    method: ::tickmark_plugin::Method::#method,
                    mappings: &[#(#edges),*],
                    remedy: #remedy,
                    needs: &[#(#needs),*],
                },
                check: #name,
            }
        };
    })
}

/// Splits doc lines into the first paragraph (joined, without its full stop) and the other
/// paragraphs (each joined to one line, separated by an empty one).
fn title_and_description(lines: &[String]) -> (String, String) {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
        } else if open {
            if let Some(last) = paragraphs.last_mut() {
                last.push(' ');
                last.push_str(line);
            }
        } else {
            paragraphs.push(line.clone());
            open = true;
        }
    }
    if paragraphs.is_empty() {
        return (String::new(), String::new());
    }
    let title = paragraphs.remove(0);
    (
        title.trim_end_matches('.').to_owned(),
        paragraphs.join("\n\n"),
    )
}

#[cfg(test)]
mod tests {
    use super::title_and_description;

    #[test]
    fn the_first_paragraph_is_the_title_and_the_rest_the_description() {
        let lines = [
            "Keys are",
            "rotated.",
            "",
            "Old keys leak.",
            "",
            "So do",
            "copies.",
        ]
        .map(str::to_owned);
        assert_eq!(
            title_and_description(&lines),
            (
                "Keys are rotated".to_owned(),
                "Old keys leak.\n\nSo do copies.".to_owned()
            )
        );
    }
}
