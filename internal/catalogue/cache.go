package catalogue

import (
	"container/list"
	"sync"

	"aktsom/internal/questionnaire"
)

// cache keeps the compiled questionnaires that were used last.
type cache[K comparable] struct {
	most int

	mu    sync.Mutex
	byKey map[K]*list.Element
	order *list.List // the last used first
}

type cached[K comparable] struct {
	key K
	q   *questionnaire.Questionnaire
}

func newCache[K comparable](most int) *cache[K] {
	return &cache[K]{most: most, byKey: map[K]*list.Element{}, order: list.New()}
}

func (c *cache[K]) get(key K) (*questionnaire.Questionnaire, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, found := c.byKey[key]
	if !found {
		return nil, false
	}
	c.order.MoveToFront(at)
	return at.Value.(cached[K]).q, true //nolint:forcetypeassert // put is the only one who fills it
}

func (c *cache[K]) put(key K, q *questionnaire.Questionnaire) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.byKey[key]; there {
		return
	}
	c.byKey[key] = c.order.PushFront(cached[K]{key, q})
	for c.order.Len() > c.most {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.byKey, last.Value.(cached[K]).key) //nolint:forcetypeassert // as above
	}
}
