package web

import "github.com/gin-gonic/gin"

const visitorKey = "visitor"

// visitorOf is who makes the request, as the pages' header shows it.
func visitorOf(c *gin.Context) Visitor {
	visitor, _ := c.Value(visitorKey).(Visitor)
	return visitor
}
