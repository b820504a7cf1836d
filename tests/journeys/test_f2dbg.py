import litestar.middleware._internal.exceptions.middleware as m, traceback
from litestar.testing import TestClient
def test_js(app, monkeypatch):
    orig = m.ExceptionHandlerMiddleware.handle_request_exception
    async def h(self, *a, **k):
        traceback.print_exc(); 
        return await orig(self, *a, **k)
    monkeypatch.setattr(m.ExceptionHandlerMiddleware, "handle_request_exception", h)
    with TestClient(app) as c:
        a = c.get("/static/app.js")
        assert a.status_code == 200
