// Package questionnaire is the engine: it reads a definition, checks it,
// compiles it once, and says what an answer sheet means.
//
// A definition is JSON; docs/format.md describes it key by key. Compile turns
// it into a Questionnaire, which never changes afterwards and may be shared
// between goroutines. Everything else is a pure function of that value and a
// Sheet (answers, files, marks and context, all handed in by the caller):
//
//	definition ── Compile ──▶ Questionnaire ── Evaluate(Sheet) ──▶ Evaluation
//	               │                                                ├ asked, pending
//	               └ Findings: every fault with                     ├ problems
//	                 its place and its fix                          ├ levels, steps, overall
//	                                                                └ the parts of every number
//
// Where one answer changes after another, Evaluation.Change works out only what
// depends on it and shares the rest.
//
// Conditions are CEL with three truths. A question that is asked and not
// answered is unknown; a question that is not asked is absent, which is an
// error in CEL's sense; && and || absorb both, and unknown outweighs absent.
// A condition holds only when it is true.
//
// The package does no input or output, reads no clock and keeps no state: a
// page, a command and a test that ask the same question get the same answer.
package questionnaire
