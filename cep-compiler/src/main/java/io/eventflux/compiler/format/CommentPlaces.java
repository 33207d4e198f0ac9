package io.eventflux.compiler.format;

import io.eventflux.compiler.parse.Lexed;
import io.eventflux.compiler.parse.Lexed.Comment;
import io.eventflux.compiler.parse.Lexed.Word;
import io.eventflux.grammar.EventFluxQLLexer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds a word of the printed text for every comment of a statement. A comment belongs to what
 * follows it, or to what stands before it on its line; the nodes of the tree say where that is in
 * the printed text. A comment that belongs to nothing goes to what is nearest, so none is lost.
 */
final class CommentPlaces {
  /** Of several nodes that start or end at a place the smallest one: it moves least. */
  private static final Comparator<NodePair> SMALLEST =
      Comparator.comparingInt(pair -> pair.source().end() - pair.source().start());

  private final Lexed source;
  private final Lexed printed;
  private final List<NodePair> pairs;

  /** The words of the statement in the user's text, its semicolon included. */
  private final int firstWord;

  private final int endWord;

  /** Whether no clause has moved. Comments do not pass each other then. */
  private final boolean isInOrder;

  /** Where the last comment has been put, if comments stay in order. */
  private int lastWord;

  private Slot lastSlot = Slot.ABOVE;

  private final List<Attached> attached = new ArrayList<>();
  private final Map<Integer, Integer> wordsByStart = new HashMap<>();
  private final Map<Integer, Integer> wordsByEnd = new HashMap<>();

  /** Where a comment stands beside a word, in the order of the text. */
  private enum Slot {
    ABOVE,
    BEFORE,
    AFTER,
    AT_END
  }

  private CommentPlaces(
      Lexed source, int firstWord, int endWord, Lexed printed, List<NodePair> pairs) {
    this.source = source;
    this.firstWord = firstWord;
    this.endWord = endWord;
    this.printed = printed;
    for (int i = 0; i < printed.words().size(); i++) {
      attached.add(new Attached());
      wordsByStart.put(printed.words().get(i).start(), i);
      wordsByEnd.put(printed.words().get(i).end(), i);
    }
    this.pairs =
        pairs.stream()
            .filter(
                pair ->
                    wordsByStart.containsKey(pair.printed().start())
                        && wordsByEnd.containsKey(pair.printed().end()))
            .toList();
    this.isInOrder = isInOrder(this.pairs);
  }

  private static boolean isInOrder(List<NodePair> pairs) {
    int last = 0;
    List<NodePair> written = new ArrayList<>(pairs);
    written.sort(
        Comparator.<NodePair>comparingInt(pair -> pair.source().start())
            .thenComparingInt(pair -> pair.printed().start()));
    for (NodePair pair : written) {
      if (pair.printed().start() < last) {
        return false;
      }
      last = pair.printed().start();
    }
    return true;
  }

  /**
   * What stands around each word of the printed text.
   *
   * @param source the user's text
   * @param firstWord index of the first word of the statement in it
   * @param endWord index behind the last word of the statement, its semicolon included
   * @param comments the comments of the statement
   * @param printed the printed text, a semicolon at its end
   * @param pairs the nodes of both trees
   * @param isUnit whether a node keeps empty lines before it
   */
  static List<Attached> of(
      Lexed source,
      int firstWord,
      int endWord,
      List<Comment> comments,
      Lexed printed,
      List<NodePair> pairs,
      Predicate<NodePair> isUnit) {
    CommentPlaces places = new CommentPlaces(source, firstWord, endWord, printed, pairs);
    int start = 0;
    while (start < comments.size()) {
      int end = start + 1;
      while (end < comments.size() && places.isBeside(comments.get(end - 1), comments.get(end))) {
        end++;
      }
      places.place(comments.subList(start, end));
      start = end;
    }
    places.keepEmptyLines(isUnit);
    return places.attached;
  }

  /** Whether a comment follows another with nothing but blanks between them. */
  private boolean isBeside(Comment one, Comment next) {
    return !one.isLine()
        && source.wordFrom(one.end()) == source.wordFrom(next.start())
        && source.breaks(one.end(), next.start()) == 0;
  }

  /** Places comments that stand beside each other. */
  private void place(List<Comment> comments) {
    Comment first = comments.get(0);
    Comment end = comments.get(comments.size() - 1);
    int next = source.wordFrom(end.end());
    if (next <= firstWord) {
      put(0, Slot.ABOVE, comments);
      return;
    }
    if (next >= endWord) {
      put(attached.size() - 1, Slot.AT_END, comments);
      return;
    }
    int before = source.words().get(next - 1).end();
    int behind = source.words().get(next).start();
    boolean startsLine = source.breaks(Math.max(before, commentEnd(first)), first.start()) > 0;
    boolean endsLine = end.isLine() || source.breaks(end.end(), behind) > 0;
    NodePair done = lastBefore(first);
    if (endsLine
        && !startsLine
        && done != null
        && onlyPunctuation(done.source().end(), first.start())) {
      put(lastWord(done), Slot.AT_END, comments);
      return;
    }
    NodePair starting = endsLine ? null : at(behind);
    if (starting != null) {
      put(word(starting), Slot.BEFORE, comments);
    } else if (!startsLine && !endsLine && done != null && done.source().end() == before) {
      put(lastWord(done), Slot.AFTER, comments);
    } else {
      placeAbove(comments, done);
    }
  }

  /** Where the comment before a comment ends; 0 if it is the first. */
  private int commentEnd(Comment comment) {
    int index = source.commentFrom(comment.start()) - 1;
    return index < 0 ? 0 : source.comments().get(index).end();
  }

  private void placeAbove(List<Comment> comments, @Nullable NodePair done) {
    int end = comments.get(comments.size() - 1).end();
    NodePair next = firstBehind(end);
    if (next == null || closes(end, next.source().start())) {
      if (done == null) {
        put(0, Slot.ABOVE, comments);
      } else {
        put(lastWord(done), Slot.AT_END, comments);
      }
      return;
    }
    int word = word(next);
    if (!onlyPunctuation(end, next.source().start())) {
      // In front of the clause that the node starts, rather than behind its first words.
      int line = lineStart(word);
      int lineOffset = printed.words().get(line).start();
      int wordOffset = printed.words().get(word).start();
      boolean isFirst =
          pairs.stream()
              .mapToInt(pair -> pair.printed().end())
              .noneMatch(offset -> offset > lineOffset && offset <= wordOffset);
      word = isFirst ? line : word;
    }
    put(word, Slot.ABOVE, comments);
  }

  /** Puts comments beside a word, or behind what has been put before them. */
  private void put(int word, Slot slot, List<Comment> comments) {
    if (isInOrder && (word < lastWord || (word == lastWord && slot.compareTo(lastSlot) < 0))) {
      word = lastWord;
      // Whatever follows a line comment would become part of it.
      boolean isInLine = lastSlot == Slot.BEFORE || lastSlot == Slot.AFTER;
      slot = isInLine && comments.get(comments.size() - 1).isLine() ? Slot.AT_END : lastSlot;
    }
    lastWord = word;
    lastSlot = slot;
    Attached around = attached.get(word);
    switch (slot) {
      case ABOVE -> {
        for (Comment comment : comments) {
          around.above.add(new Attached.Leading(comment, isApart(comment.start())));
        }
      }
      case BEFORE -> around.before.addAll(comments);
      case AFTER -> around.after.addAll(comments);
      case AT_END -> around.atEnd.addAll(comments);
    }
  }

  private int word(NodePair pair) {
    return wordsByStart.getOrDefault(pair.printed().start(), 0);
  }

  private int lastWord(NodePair pair) {
    return wordsByEnd.getOrDefault(pair.printed().end(), attached.size() - 1);
  }

  /**
   * The node that ends last before a comment: the smallest, or the whole query if the comment
   * stands behind its semicolon, because its last clause may be the first one in the printed text.
   */
  private @Nullable NodePair lastBefore(Comment comment) {
    int word = source.wordFrom(comment.start()) - 1;
    boolean isBehindEnd =
        word >= firstWord && source.words().get(word).type() == EventFluxQLLexer.SEMICOLON;
    return pairs.stream()
        .filter(pair -> pair.source().end() <= comment.start())
        .max(
            Comparator.<NodePair>comparingInt(pair -> pair.source().end())
                .thenComparing(isBehindEnd ? SMALLEST : SMALLEST.reversed())
                .thenComparingInt(pair -> pair.printed().end()))
        .orElse(null);
  }

  /** The node that starts first behind a place. */
  private @Nullable NodePair firstBehind(int end) {
    return pairs.stream()
        .filter(pair -> pair.source().start() >= end)
        .min(
            Comparator.<NodePair>comparingInt(pair -> pair.source().start())
                .thenComparing(SMALLEST)
                .thenComparingInt(pair -> pair.printed().start()))
        .orElse(null);
  }

  private @Nullable NodePair at(int start) {
    return pairs.stream()
        .filter(pair -> pair.source().start() == start)
        .min(SMALLEST.thenComparingInt(pair -> pair.printed().start()))
        .orElse(null);
  }

  private boolean onlyPunctuation(int from, int to) {
    for (int i = source.wordFrom(from); i < endWord; i++) {
      Word word = source.words().get(i);
      if (word.start() >= to) {
        return true;
      }
      boolean isPunctuation =
          switch (word.type()) {
            case EventFluxQLLexer.COMMA,
                EventFluxQLLexer.SEMICOLON,
                EventFluxQLLexer.LEFT_PAREN,
                EventFluxQLLexer.RIGHT_PAREN,
                EventFluxQLLexer.RIGHT_BRACKET ->
                true;
            default -> false;
          };
      if (!isPunctuation) {
        return false;
      }
    }
    return true;
  }

  /** Whether something that was open before a place is closed before another. */
  private boolean closes(int from, int to) {
    for (int i = source.wordFrom(from); i < endWord; i++) {
      Word word = source.words().get(i);
      if (word.start() >= to) {
        return false;
      }
      if (word.type() == EventFluxQLLexer.RIGHT_PAREN
          || word.type() == EventFluxQLLexer.RIGHT_BRACKET
          || word.type() == EventFluxQLLexer.END) {
        return true;
      }
    }
    return false;
  }

  /** Index of the word that starts the line of a word in the printed text. */
  private int lineStart(int word) {
    int start = word;
    while (start > 0 && !startsLine(printed, start)) {
      start--;
    }
    return start;
  }

  static boolean startsLine(Lexed printed, int word) {
    return word == 0
        || printed.breaks(printed.words().get(word - 1).end(), printed.words().get(word).start())
            > 0;
  }

  /** Whether there is an empty line between a place and what stands before it. */
  private boolean isApart(int start) {
    int word = source.wordFrom(start) - 1;
    int from = word < 0 ? 0 : source.words().get(word).end();
    int comment = source.commentFrom(start) - 1;
    from = comment < 0 ? from : Math.max(from, source.comments().get(comment).end());
    return from > 0 && source.breaks(from, start) > 1;
  }

  private void keepEmptyLines(Predicate<NodePair> isUnit) {
    attached.get(0).isUnit = true;
    attached.get(0).isApart = isApart(source.words().get(firstWord).start());
    for (NodePair pair : pairs) {
      if (isUnit.test(pair)) {
        attached.get(word(pair)).isUnit = true;
        attached.get(word(pair)).isApart |= isApart(pair.source().start());
      }
    }
  }
}
