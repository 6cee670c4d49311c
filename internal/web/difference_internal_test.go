package web

import (
	"reflect"
	"testing"
)

func TestWhatStayedStandsBetweenWhatCameAndWhatWent(t *testing.T) {
	t.Parallel()
	got := listPieces([]string{"a", "b", "c"}, []string{"a", "x", "c", "d"})
	want := [][]piece{{{"a", pieceSame}}, {{"x", pieceAdded}}, {{"b", pieceRemoved}}, {{"c", pieceSame}}, {{"d", pieceAdded}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	if got := listPieces(nil, []string{"a"}); !reflect.DeepEqual(got, [][]piece{{{"a", pieceAdded}}}) {
		t.Errorf("from nothing: %v", got)
	}
}

func TestTextIsComparedInPiecesAPersonReads(t *testing.T) {
	t.Parallel()
	both := map[string]string{}
	for _, p := range textPieces("Styret vedtok dem i mars.", "Styret vedtok dem i juni 2026.") {
		if p.How != pieceAdded {
			both["before"] += p.Text
		}
		if p.How != pieceRemoved {
			both["after"] += p.Text
		}
	}
	if both["before"] != "Styret vedtok dem i mars." || both["after"] != "Styret vedtok dem i juni 2026." {
		t.Errorf("the pieces do not add up: %v", both)
	}
	if whole := wholePieces("Ja", "Nei"); !reflect.DeepEqual(whole, []piece{{"Ja", pieceRemoved}, {"Nei", pieceAdded}}) {
		t.Errorf("an option is compared as a whole: %v", whole)
	}
}

func TestRowsOfATableKeepTheirCells(t *testing.T) {
	t.Parallel()
	rows := rowPieces(listPieces([]string{"A\x00BD"}, []string{"A\x00BD", "B\x00"}))
	want := [][]piece{{{"A", pieceSame}, {"BD", pieceSame}}, {{"B", pieceAdded}, {"", pieceAdded}}}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got %v", rows)
	}
}
