package io.eventflux.runner.monitor;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eventflux.core.app.AppRuntime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about one app over HTTP, on 127.0.0.1 only.
 *
 * <pre>
 *   GET /metrics   200  the metrics of the app, for Prometheus
 *   GET /health    200  the app has not failed; 503: it has
 *   GET /ready     200  the app takes events; 503: it starts or stops, waits for a disk, or has failed
 * </pre>
 *
 * It reads and changes nothing. Any thread; its own threads never keep the process alive.
 */
public final class MonitoringServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int THREAD_COUNT = 4;
  private static final int CONNECTION_COUNT_MAX = 64;

  /** Bounds of the server of the JDK, which it knows as system properties; seconds and bytes. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", CONNECTION_COUNT_MAX,
          "sun.net.httpserver.maxIdleConnections", 16,
          "sun.net.httpserver.maxReqHeaders", 64,
          "sun.net.httpserver.maxReqHeaderSize", 16 << 10,
          "sun.net.httpserver.maxReqTime", 10,
          "sun.net.httpserver.maxRspTime", 30);

  /** A page of another site that has pointed its name at this machine sends that name. */
  private static final Pattern OWN_HOST =
      Pattern.compile("(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  private static final String JSON = "application/json";

  private final AppRuntime app;
  private final Exposition exposition;
  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  private MonitoringServer(AppRuntime app, HttpServer server) {
    this.app = app;
    this.exposition = new Exposition(app.metrics());
    this.server = server;
    this.threads =
        new ThreadPoolExecutor(
            THREAD_COUNT,
            THREAD_COUNT,
            0,
            TimeUnit.SECONDS,
            // There cannot be more requests than connections.
            new ArrayBlockingQueue<>(CONNECTION_COUNT_MAX),
            task -> daemon(task, "eventflux-http"),
            new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /**
   * Opens the port and answers from now on.
   *
   * @param port from 1 to 65535, or 0: any that is free
   * @throws java.net.BindException if somebody else has the port
   * @throws IOException if the port cannot be opened
   */
  public static MonitoringServer start(AppRuntime app, int port) throws IOException {
    LIMITS.forEach(
        (property, limit) -> {
          if (System.getProperty(property) == null) {
            System.setProperty(property, limit.toString());
          }
        });
    InetAddress address = InetAddress.getByAddress(LOOPBACK);
    HttpServer http = HttpServer.create(new InetSocketAddress(address, port), CONNECTION_COUNT_MAX);
    MonitoringServer server = new MonitoringServer(app, http);
    http.createContext("/", server::answerIfThereIsMemory);
    http.setExecutor(server.threads);
    // The thread that accepts connections is a daemon if the one that starts it is.
    Thread starter = daemon(http::start, "eventflux-http-start");
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return server;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The port that is open. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Closes the port and all connections, and ends the threads. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  // ---- requests ----

  /** The server of the JDK keeps to itself what a request throws. */
  private void answerIfThereIsMemory(HttpExchange exchange) throws IOException {
    try {
      answer(exchange);
    } catch (OutOfMemoryError e) {
      Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
      if (handler != null) {
        handler.uncaughtException(Thread.currentThread(), e);
      }
      throw e;
    }
  }

  /** An answer before it is sent. */
  private record Answer(int status, String contentType, String body) {
    static Answer refusal(int status, String sentence) {
      return new Answer(status, JSON, object("error", sentence));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answerTo(exchange);
      } catch (RuntimeException e) {
        System.getLogger("io.eventflux")
            .log(System.Logger.Level.WARNING, "a request for the state of the app failed: {0}", e);
        answer = Answer.refusal(500, "internal error");
      }
      send(exchange, answer);
    }
  }

  private Answer answerTo(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    List<String> hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !OWN_HOST.matcher(hosts.get(0)).matches()) {
      return Answer.refusal(403, "the host of a request must be 127.0.0.1 or localhost");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Answer.refusal(405, "the method must be GET or HEAD");
    }
    if (hasBody(headers)) {
      return Answer.refusal(413, "a request must not have a body");
    }
    return switch (exchange.getRequestURI().getRawPath()) {
      case "/metrics" -> metrics(headers.getFirst("Accept"));
      case "/health" -> status(app.status() != AppRuntime.Status.FAILED);
      case "/ready" -> status(app.status() == AppRuntime.Status.RUNNING);
      default -> Answer.refusal(404, "there is /metrics, /health and /ready");
    };
  }

  private static boolean hasBody(Headers headers) {
    @Nullable String length = headers.getFirst("Content-Length");
    return headers.containsKey("Transfer-Encoding") || (length != null && !length.equals("0"));
  }

  private Answer metrics(@Nullable String accept) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    exposition.write(body, accept);
    return new Answer(200, exposition.contentType(accept), body.toString(StandardCharsets.UTF_8));
  }

  private Answer status(boolean isGood) {
    String status = app.status().name().toLowerCase(Locale.ROOT);
    return new Answer(isGood ? 200 : 503, JSON, object("app", app.name(), "status", status));
  }

  private static String object(String... namesAndValues) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i++) {
      json.append(i == 0 ? "" : i % 2 == 0 ? "," : ":").append('"');
      JsonStringEncoder.getInstance().quoteAsString(namesAndValues[i], json);
      json.append('"');
    }
    return json.append("}\n").toString();
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.contentType());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (answer.status() >= 400 && answer.status() != 503) {
      // Whatever else was sent with a request that is refused is not read.
      headers.set("Connection", "close");
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    // The server waits for the rest of the request before it would do so.
    exchange.getResponseBody().flush();
  }
}
