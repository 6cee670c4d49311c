// Evaluates answers with survey-core. Standard input is a JSON list of
// {survey, sheets}; standard output, for every sheet, which questions are
// visible and what is wrong. With "bench" as its argument it measures instead:
// one {survey, sheets} in, {whole, one} out, in microseconds.
"use strict";
const fs = require("node:fs");
const { Model } = require("survey-core");

const shown = (q) => q.isVisible && q.isParentVisible && q.page.isVisible;

// A question that is hidden has no value; without it others may be hidden too.
// Each time a new model: one that was asked before remembers.
function settle(survey, answers) {
  const data = structuredClone(answers);
  for (;;) {
    const model = new Model(survey);
    model.data = structuredClone(data);
    const hidden = model.getAllQuestions().filter((q) => q.name in data && !shown(q));
    if (hidden.length === 0) return model;
    for (const q of hidden) delete data[q.name];
  }
}

function evaluate(survey, answers) {
  const model = settle(survey, answers);
  const asked = model.getAllQuestions().filter(shown);
  model.validate(true);
  const problems = [];
  for (const q of asked) {
    for (const e of q.errors) problems.push({ question: q.name, code: e.getErrorType() });
    if (q.getType() !== "matrixdynamic") continue;
    q.visibleRows.forEach((row, i) => {
      for (const cell of row.cells) {
        for (const e of cell.question.errors) {
          problems.push({ question: q.name, row: i + 1, column: cell.column.name, code: e.getErrorType() });
        }
      }
    });
  }
  return { asked: asked.map((q) => q.name), problems };
}

function measure(work, least) {
  for (let i = 0; i < 3; i++) work(i);
  const start = process.hrtime.bigint();
  let n = 0;
  while (Number(process.hrtime.bigint() - start) < least * 1e6) work(n++);
  return Number(process.hrtime.bigint() - start) / 1e3 / n;
}

const input = JSON.parse(fs.readFileSync(0, "utf8"));
if (process.argv[2] === "bench") {
  const model = settle(input.survey, input.sheets[0]);
  const [name, values] = input.change;
  const kept = structuredClone(model.data);
  console.log(JSON.stringify({
    whole: measure(() => { model.data = structuredClone(kept); model.validate(true); }, 1000),
    one: measure((i) => model.setValue(name, values[i % values.length]), 1000),
  }));
} else {
  console.log(JSON.stringify(input.map(({ survey, sheets }) => sheets.map((s) => evaluate(survey, s)))));
}
