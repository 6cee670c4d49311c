package questionnaire

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// fewConditions are compiled one after the other: for so few, others need not
// be set to work.
const fewConditions = 32

// together does a job for each of n conditions, several at once, as many as the
// machine has room for. What a job finds it tells a reader of its own; told on
// in the order of the jobs, the findings are the same however they ran.
func (k *compiler) together(n int, job func(k *compiler, i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if n < fewConditions || workers < 2 {
		for i := range n {
			job(k, i)
		}
		return
	}
	told := make([]*reader, n)
	var next atomic.Int64
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				own := *k
				own.r = &reader{file: k.r.file, source: k.r.source, lines: k.r.lines}
				job(&own, i)
				told[i] = own.r
			}
		})
	}
	all.Wait()
	for _, r := range told {
		for _, f := range r.findings {
			k.r.keep(f)
		}
	}
}

// work is one condition to compile: whose it is, and what it may see.
type work struct {
	c       *condition
	self    *Question
	horizon int
}

// works lists the conditions of the definition in the order in which they are
// compiled.
func (k *compiler) works() []work {
	var all []work
	first := 0
	add := func(c *condition, self *Question, horizon int) {
		if c != nil {
			all = append(all, work{c, self, horizon})
		}
	}
	for _, p := range k.d.Pages {
		add(p.when, nil, first)
		for _, q := range p.Questions {
			for _, c := range conditionsOf(q) {
				add(c, q, q.index)
			}
		}
		first += len(p.Questions)
		for _, check := range p.checks {
			add(check.rule, nil, first)
		}
	}
	return all
}

// conditionsOf are all conditions of a question and of its columns.
func conditionsOf(q *Question) []*condition {
	all := []*condition{q.when, q.required, q.value}
	for _, field := range append([]*Question{q}, q.Columns...) {
		for _, option := range field.Options {
			all = append(all, option.when)
		}
		if field == q {
			continue
		}
		all = append(all, field.required, field.when, field.level)
		for _, check := range field.checks {
			all = append(all, check.rule)
		}
	}
	all = append(all, q.level)
	for _, check := range q.checks {
		all = append(all, check.rule)
	}
	if q.Evidence != nil {
		all = append(all, q.Evidence.when, q.Evidence.required)
	}
	for _, flag := range q.Flags {
		all = append(all, flag.when)
	}
	return all
}
