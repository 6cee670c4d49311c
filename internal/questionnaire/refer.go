package questionnaire

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
)

// questionOf splits a name into the question it asks about and how: the
// prefix of a macro, or nothing for the answer itself.
func questionOf(name string) (id, prefix string) {
	for _, prefix := range []string{answeredPrefix, filesPrefix, levelPrefix, rowPrefix} {
		if id, ok := strings.CutPrefix(name, prefix); ok {
			return id, prefix
		}
	}
	return name, ""
}

// namesHold refuses names that do not exist, come later, wait for themselves
// or have nothing to give.
func (k *compiler) namesHold(c *condition, tree *ast.AST, self *Question, horizon int) bool {
	good := true
	refuse := func(u use, code, hint, format string, args ...any) {
		good = false
		k.refuseUse(c, tree, u, code, hint, fmt.Sprintf(format, args...))
	}
	for _, u := range c.uses {
		id, prefix := questionOf(u.name)
		q := k.byID[id]
		switch {
		case prefix == "" && reserved(id), prefix == rowPrefix:
		case q == nil:
			refuse(u, CodeUnknownName, k.nameHint(id), "there is no question `%s`", id)
		case kindNamed(q.Kind) == nil:
			good = false // its kind was refused already
		case q == self && c.block != nil:
			refuse(u, CodeCycle, "ask about `row`", "the rows of `%s` are not all answered yet", id)
		case q == self && !c.role.seesItself():
			refuse(u, CodeCycle, "ask about an earlier question", "`%s` cannot depend on itself", id)
		case self == nil && c.role == roleWhen && c.node.parent == q.pageNode:
			refuse(u, CodeCycle, "ask about an earlier page", "`%s` stands on the page that waits for it", id)
		case q != self && q.index >= horizon && self != nil && k.waitsFor(q.ID, self.ID, map[string]bool{}):
			refuse(u, CodeCycle, "break the circle", "`%s` and `%s` wait for each other", self.ID, id)
		case q != self && q.index >= horizon:
			refuse(u, CodeLater, "move it up, or ask about an earlier question", "`%s` is asked later", id)
		case prefix == levelPrefix && !q.scored:
			refuse(u, CodeType, "give it a `level`", "`%s` is not scored and has no level", id)
		case prefix == levelPrefix && q == self && c.role == roleLevel:
			refuse(u, CodeCycle, "use the answer itself", "the level of `%s` cannot depend on itself", id)
		case prefix == "" && q.kind.celType(q) == nil:
			refuse(u, CodeType, "ask files("+id+") or answered("+id+")", "`%s` is of kind %q and has no value", id, q.Kind)
		}
	}
	return good
}

// nameHint is the fix for a name that no question has.
func (k *compiler) nameHint(id string) string {
	if k.names[id] {
		return "`" + id + "` is not a question: write it by itself"
	}
	return suggest(id, slices.Concat(sortedKeys(k.byID), sortedKeys(k.names), []string{"today", "procurement"}))
}

// waitsFor reports whether the asking of question from depends, however
// indirectly, on question to. visited holds what was looked at already.
func (k *compiler) waitsFor(from, to string, visited map[string]bool) bool {
	if visited[from] {
		return false
	}
	visited[from] = true
	return slices.ContainsFunc(k.waiting[from], func(next string) bool {
		return next == to || k.waitsFor(next, to, visited)
	})
}

// findWaiting records which questions each question's conditions mention, so
// that a circle can be told from a mere wrong order.
func (k *compiler) findWaiting() {
	k.waiting = map[string][]string{}
	for _, p := range k.d.Pages {
		for _, q := range p.Questions {
			for _, c := range []*condition{p.when, q.when, q.required, q.value} {
				k.waiting[q.ID] = append(k.waiting[q.ID], k.mentions(c)...)
			}
		}
	}
}

func (k *compiler) mentions(c *condition) []string {
	if c == nil || c.parsed == nil {
		return nil
	}
	var ids []string
	for _, u := range c.uses {
		if id, _ := questionOf(u.name); k.byID[id] != nil {
			ids = append(ids, id)
		}
	}
	return ids
}
