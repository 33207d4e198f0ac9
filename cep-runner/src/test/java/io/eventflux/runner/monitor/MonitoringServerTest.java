package io.eventflux.runner.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.app.AppFailedException;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.app.StreamInput;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real requests, good and hostile, to a server beside a running app. */
@Timeout(120)
class MonitoringServerTest {
  @TempDir Path folder;

  private AppRuntime app;
  private MonitoringServer server;

  @BeforeEach
  void start() throws IOException {
    app = MeasuredApp.create(folder, RuntimeOptions.Mode.THREADED);
    server = MonitoringServer.start(app, 0);
  }

  @AfterEach
  void stop() {
    server.close();
    app.close();
  }

  private RawHttp.Reply get(String path) throws IOException {
    return RawHttp.get(server.port(), path);
  }

  @Test
  void shouldServeMetricsOfARunningApp() throws IOException {
    app.start();
    app.runToEnd();

    RawHttp.Reply reply = get("/metrics");

    assertEquals(200, reply.status());
    assertTrue(
        reply.head().contains("content-type: text/plain; version=0.0.4; charset=utf-8"),
        reply.head());
    assertTrue(
        reply.body().contains("eventflux_events_read_total{app=\"measured\"} 7.0\n"), reply.body());
    assertTrue(
        RawHttp.request(
                server.port(), "GET", "/metrics", "Accept: application/openmetrics-text\r\n")
            .head()
            .contains("content-type: application/openmetrics-text"));
  }

  @Test
  void shouldSayWhetherTheAppLivesAndIsReady() throws IOException {
    assertEquals(200, get("/health").status());
    assertEquals(503, get("/ready").status());
    assertEquals("{\"app\":\"measured\",\"status\":\"created\"}\n", get("/ready").body());
    app.start();
    assertEquals(200, get("/health").status());
    assertEquals(200, get("/ready").status());
    assertEquals("{\"app\":\"measured\",\"status\":\"running\"}\n", get("/ready").body());
    assertTrue(get("/ready").head().contains("content-type: application/json"));
    app.close();
    assertEquals(200, get("/health").status());
    assertEquals(503, get("/ready").status());
    assertEquals("{\"app\":\"measured\",\"status\":\"stopped\"}\n", get("/health").body());
  }

  @Test
  void shouldSayThatAnAppHasFailed() throws IOException {
    String text =
        """
        @app:name('broken "app"')
        CREATE STREAM S (x INT) WITH (
          type = 'source', extension = 'file', format = 'csv', 'file.path' = 'nowhere.csv'
        );
        INSERT INTO T SELECT x FROM S;
        """;
    AppRuntime failing =
        AppRuntime.create(
            MeasuredApp.compile(text).app(),
            RuntimeOptions.defaults().withFolder(folder).withErrorListener(error -> {}));
    try (MonitoringServer other = MonitoringServer.start(failing, 0)) {
      assertThrows(AppFailedException.class, failing::start);

      RawHttp.Reply reply = RawHttp.get(other.port(), "/health");

      assertEquals(503, reply.status());
      assertEquals("{\"app\":\"broken \\\"app\\\"\",\"status\":\"failed\"}\n", reply.body());
      assertEquals(503, RawHttp.get(other.port(), "/ready").status());
      assertTrue(
          RawHttp.get(other.port(), "/metrics").body().contains("eventflux_app_running{"),
          "metrics are there to say what happened");
    }
  }

  @Test
  void shouldAnswerHeadWithoutABody() throws IOException {
    RawHttp.Reply reply = RawHttp.request(server.port(), "HEAD", "/health", "");

    assertEquals(200, reply.status());
    assertEquals("", reply.body());
    assertTrue(
        reply.head().contains("content-length: " + get("/health").body().length()), reply.head());
  }

  @Test
  void shouldLetNobodyKeepOrGuessAnswers() throws IOException {
    String head = get("/metrics").head();

    assertTrue(head.contains("cache-control: no-store"), head);
    assertTrue(head.contains("x-content-type-options: nosniff"), head);
    assertFalse(head.contains("access-control"), head);
  }

  // ---- hostile

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"})
  void shouldRefuseOtherMethods(String method) throws IOException {
    RawHttp.Reply reply =
        RawHttp.request(server.port(), method, "/metrics", "Content-Length: 100000\r\n");

    assertEquals(405, reply.status());
    assertTrue(reply.head().contains("allow: get, head"), reply.head());
    assertEquals("{\"error\":\"the method must be GET or HEAD\"}\n", reply.body());
    assertEquals(200, get("/health").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/metrics/",
        "/metricsx",
        "/metrics/x",
        "//metrics",
        "/../metrics",
        "/%6detrics",
        "/favicon.ico",
        "/ready%00"
      })
  void shouldKnowNoOtherPaths(String path) throws IOException {
    assertEquals(404, get(path).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example\r\n",
        "Host: 127.0.0.1.evil.example\r\n",
        "Host: localhost:80@evil.example\r\n",
        "Host: 127.0.0.1\r\nHost: evil.example\r\n",
        "Host: \r\n",
        "Host: [::1]\r\n",
        "X: y\r\n"
      })
  void shouldRefuseOtherHosts(String host) throws IOException {
    String request = " HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n";
    for (String path : List.of("/metrics", "/health", "/ready")) {
      assertEquals(403, RawHttp.send(server.port(), "GET " + path + request).status(), path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST:1", "127.0.0.1:65535"})
  void shouldTakeItsOwnNames(String host) throws IOException {
    String request = "GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";

    assertEquals(200, RawHttp.send(server.port(), request).status());
  }

  @Test
  void shouldRefuseRequestsWithABody() throws IOException {
    assertEquals(
        413,
        RawHttp.request(server.port(), "GET", "/health", "Content-Length: 1000000000\r\n")
            .status());
    assertEquals(
        413,
        RawHttp.request(server.port(), "GET", "/health", "Transfer-Encoding: chunked\r\n")
            .status());
  }

  @Test
  void shouldNotReadWhatIsTooLong() throws IOException {
    String filler = "x".repeat(1 << 20);
    List<String> requests =
        List.of(
            "GET /" + filler + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            filler + filler,
            "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + filler + "\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(10_000) + "\r\n");
    for (String request : requests) {
      int status = RawHttp.send(server.port(), request).status();
      assertTrue(status == 0 || status >= 400, "status " + status);
      assertEquals(200, get("/health").status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /health\r\n\r\n",
        "GET ::: HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost localhost\r\n\r\n",
        "\u0000\u0001\u0002\u0003\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"
      })
  void shouldSurviveWhatIsNoRequest(String request) throws IOException {
    try (Socket socket = RawHttp.connect(server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();

      int status = RawHttp.read(socket).status();

      assertTrue(status == 0 || status >= 400, "status " + status);
    }
    assertEquals(200, get("/health").status());
  }

  @Test
  void shouldBoundConnectionsAndThreads() throws IOException {
    int connectionCount = 200;
    List<Socket> sockets = new ArrayList<>();
    int answered = 0;
    try {
      for (int i = 0; i < connectionCount; i++) {
        sockets.add(RawHttp.connect(server.port()));
      }
      for (Socket socket : sockets) {
        try {
          socket
              .getOutputStream()
              .write(
                  "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                      .getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closedAlready) {
          continue;
        }
        int status = RawHttp.read(socket).status();
        assertTrue(status == 0 || status == 200, "status " + status);
        answered += status == 200 ? 1 : 0;
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }

    assertTrue(answered > 0 && answered < connectionCount, answered + " were answered");
    List<Thread> threads = threads();
    assertTrue(threads.size() <= 4, threads::toString);
    assertTrue(threads.stream().allMatch(Thread::isDaemon));
    int status = 0;
    while (status != 200) {
      // Until the server has seen that the others have gone; the time limit of the test ends it.
      status = statusOrRefusal();
    }
  }

  private int statusOrRefusal() {
    try {
      return get("/health").status();
    } catch (IOException refused) {
      return 0;
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("eventflux-http"))
        .toList();
  }

  @Test
  void shouldHaveNoThreadThatKeepsTheProcessAlive() throws IOException {
    assertEquals(200, get("/health").status());

    List<String> names =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.isDaemon())
            .map(Thread::getName)
            .filter(name -> name.toLowerCase(Locale.ROOT).contains("http"))
            .toList();

    assertEquals(List.of(), names);
  }

  @Test
  void shouldAnswerMoreThanOneRequestOfAConnection() throws IOException {
    String request = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
    RawHttp.Reply reply =
        RawHttp.send(server.port(), request + "\r\n" + request + "Connection: close\r\n\r\n");

    assertEquals(200, reply.status());
    assertTrue(reply.body().contains("HTTP/1.1 200 OK"), reply.body());
  }

  // ---- life

  @Test
  void shouldSayThatAPortIsTaken() {
    assertThrows(BindException.class, () -> MonitoringServer.start(app, server.port()));
  }

  @Test
  void shouldCloseItsPort() {
    int port = server.port();
    server.close();
    server.close();

    assertThrows(ConnectException.class, () -> RawHttp.get(port, "/health"));
  }

  @Test
  void shouldShowNumbersThatNeverGoBackWhileRowsFlow() throws Exception {
    Pattern rows =
        Pattern.compile("(?m)^eventflux_stream_rows_total\\{.*stream=\"Unread\"\\} (.*)$");
    app.start();
    StreamInput input = app.input("Unread");
    AtomicBoolean isDone = new AtomicBoolean();
    ExecutorService scrapers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> scrapes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        scrapes.add(
            scrapers.submit(
                () -> {
                  double before = 0;
                  int count = 0;
                  boolean isLast = false;
                  while (!isLast) {
                    isLast = isDone.get();
                    Matcher matcher = rows.matcher(get("/metrics").body());
                    assertTrue(matcher.find(), "the stream is shown");
                    double now = Double.parseDouble(matcher.group(1));
                    assertTrue(now >= before, now + " after " + before);
                    before = now;
                    count++;
                  }
                  return count;
                }));
      }
      for (int i = 0; i < 200_000; i++) {
        input.send(i);
      }
      app.runToEnd();
      isDone.set(true);
      for (Future<Integer> each : scrapes) {
        assertTrue(each.get(60, TimeUnit.SECONDS) > 0);
      }
    } finally {
      scrapers.shutdownNow();
    }
    Matcher last = rows.matcher(get("/metrics").body());
    assertTrue(last.find());
    assertEquals(200_002, Double.parseDouble(last.group(1)));
  }
}
