package web
import ("os";"testing";"aktsom/internal/message";"aktsom/static")
func TestZZDump(t *testing.T){
 os.MkdirAll("/tmp/frame/out/css",0o755); os.MkdirAll("/tmp/frame/out/js",0o755)
 a,err:=static.Load(); if err!=nil{t.Fatal(err)}
 for n,b:=range a.Files{ os.WriteFile("/tmp/frame/out/"+n,b,0o644)}
 p:=samplePage(message.Bokmal); p.assets="./"
 for n,c:=range gallery(p){ b,err:=render(t.Context(),c); if err!=nil{t.Fatal(err)}; os.WriteFile("/tmp/frame/out/"+n+".html",b,0o644)}
 p.Wide=true
 b,_:=render(t.Context(),inLayout(p,tables(p)...)); os.WriteFile("/tmp/frame/out/wide.html",b,0o644)
}
