package catalogue

import (
	"container/list"
	"sync"
)

// cache keeps what was used last of what takes a while to work out.
type cache[K comparable, V any] struct {
	most int

	mu    sync.Mutex
	byKey map[K]*list.Element
	order *list.List // the last used first
}

type cached[K comparable, V any] struct {
	key   K
	value V
}

func newCache[K comparable, V any](most int) *cache[K, V] {
	return &cache[K, V]{most: most, byKey: map[K]*list.Element{}, order: list.New()}
}

func (c *cache[K, V]) get(key K) (value V, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, found := c.byKey[key]
	if !found {
		return value, false
	}
	c.order.MoveToFront(at)
	return at.Value.(cached[K, V]).value, true //nolint:forcetypeassert // put is the only one who fills it
}

func (c *cache[K, V]) put(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.byKey[key]; there {
		return
	}
	c.byKey[key] = c.order.PushFront(cached[K, V]{key, value})
	for c.order.Len() > c.most {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.byKey, last.Value.(cached[K, V]).key) //nolint:forcetypeassert // as above
	}
}
