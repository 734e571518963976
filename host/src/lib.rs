//! tickmark says, for each of the 61 SOC 2 Trust Services Criteria, whether an organisation is ready,
//! why, and on what evidence.
//!
//! Data goes one way: [`config`], [`plugin`]s and [`evidence`] give a [`plan`]; [`run`] puts its units
//! into a [`sandbox`]; [`readiness`] merges what they found out; [`gate`] decides; [`report`] shows.
//! No step reaches back, and none but `report` and [`cli`] prints.

#![cfg_attr(not(test), warn(unused_crate_dependencies))]

mod clean;
pub mod cli;
pub mod compare;
pub mod config;
pub mod contract;
pub mod criteria;
pub mod date;
pub mod diagnostic;
pub mod evidence;
pub mod failure;
pub mod gate;
pub mod kit;
pub mod limits;
pub mod model;
pub mod plan;
pub mod plugin;
pub mod readiness;
pub mod report;
pub mod run;
pub mod sandbox;
mod schema;
pub mod severity;
