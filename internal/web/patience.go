package web

import (
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// patience is how long a line may be quiet while a file moves. The server's
// own limits for a whole request are lifted meanwhile: a hundred megabytes over
// a poor line take longer than any form.
const patience = time.Minute

// past is a deadline that has gone by.
var past = time.Unix(1, 0)

// patientBody is a request's body that may take as long as it likes, if only
// it moves.
type patientBody struct {
	io.ReadCloser
	quiet *time.Timer
}

// patientReader is the request's body without the server's deadlines. stop it
// when it is read.
func patientReader(c *gin.Context) *patientBody {
	line := http.NewResponseController(c.Writer)
	_ = line.SetReadDeadline(time.Time{})  // a recorder in a test has none
	_ = line.SetWriteDeadline(time.Time{}) // as above
	quiet := time.AfterFunc(patience, func() { _ = line.SetReadDeadline(past) })
	return &patientBody{ReadCloser: c.Request.Body, quiet: quiet}
}

// Read reads on and waits anew.
func (b *patientBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.quiet.Reset(patience)
	return n, err
}

func (b *patientBody) stop() { b.quiet.Stop() }

// patientSink is an answer that may take as long as it likes, if only it moves.
type patientSink struct {
	io.Writer
	quiet *time.Timer
}

// patientWriter is the answer without the server's deadline.
func patientWriter(c *gin.Context) *patientSink {
	line := http.NewResponseController(c.Writer)
	_ = line.SetWriteDeadline(time.Time{}) // a recorder in a test has none
	quiet := time.AfterFunc(patience, func() { _ = line.SetWriteDeadline(past) })
	return &patientSink{Writer: c.Writer, quiet: quiet}
}

// Write writes on and waits anew.
func (w *patientSink) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	w.quiet.Reset(patience)
	return n, err
}

func (w *patientSink) stop() { w.quiet.Stop() }
