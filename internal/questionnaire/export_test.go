package questionnaire

import (
	"fmt"

	"cel.dev/cel-go/cel"
)

// DecideByCEL is a copy of a questionnaire in which CEL decides every condition.
func DecideByCEL(name string, source []byte) (*Questionnaire, error) {
	q, _ := compile(name, source)
	env, err := newEnv(q.definition)
	if err != nil {
		return nil, err
	}
	direct := 0
	var failed error
	q.eachCondition(func(c *condition) {
		if c.direct == nil && c.value == nil {
			return
		}
		direct++
		checked, issues := env.Check(c.parsed)
		if issues.Err() != nil {
			failed = issues.Err()
			return
		}
		c.program, failed = env.Program(checked, cel.EvalOptions(cel.OptOptimize), unknownOutweighs())
		c.direct, c.value = nil, nil
	})
	if direct == 0 {
		return nil, fmt.Errorf("%s: no condition is decided without CEL", name)
	}
	return q, failed
}

func (q *Questionnaire) eachCondition(visit func(*condition)) {
	some := func(cs ...*condition) {
		for _, c := range cs {
			if c != nil {
				visit(c)
			}
		}
	}
	for _, p := range q.definition.Pages {
		some(p.when)
		for _, check := range p.checks {
			some(check.rule)
		}
		for _, question := range p.Questions {
			some(question.when, question.level, question.value)
			some(conditionsWhileAsked(question)...)
		}
	}
}
