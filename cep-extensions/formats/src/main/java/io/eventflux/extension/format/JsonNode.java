package io.eventflux.extension.format;

import io.eventflux.core.function.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place in a JSON record that somebody asks for: which columns take the value, and which
 * members and elements below it are asked for. The nodes of all paths of a schema form one tree.
 * One thread: nodes remember in which record they were seen last.
 */
final class JsonNode {
  private int[] columns = new int[0];
  private byte[][] names = new byte[0][];
  // Whether a name stands in a record byte by byte; one with quotes or the like needs escapes.
  private boolean[] isPlain = new boolean[0];
  private JsonNode[] members = new JsonNode[0];
  private final List<Integer> elementIndexes = new ArrayList<>();
  private final List<JsonNode> elements = new ArrayList<>();
  private long seenInRecord = -1;

  /** The root of a tree in which column {@code c} takes the value at {@code paths.get(c)}. */
  static JsonNode treeOf(List<JsonPath> paths) {
    JsonNode root = new JsonNode();
    for (int column = 0; column < paths.size(); column++) {
      JsonNode node = root;
      for (Object step : paths.get(column).steps()) {
        node =
            step instanceof Integer index ? node.addElement(index) : node.addMember((String) step);
      }
      node.columns = Arrays.copyOf(node.columns, node.columns.length + 1);
      node.columns[node.columns.length - 1] = column;
    }
    return root;
  }

  private JsonNode addMember(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int known = memberNamed(bytes, 0, bytes.length, 0);
    if (known >= 0) {
      return members[known];
    }
    int count = names.length;
    names = Arrays.copyOf(names, count + 1);
    members = Arrays.copyOf(members, count + 1);
    isPlain = Arrays.copyOf(isPlain, count + 1);
    names[count] = bytes;
    isPlain[count] = name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
    members[count] = new JsonNode();
    return members[count];
  }

  private JsonNode addElement(int index) {
    int known = elementIndexes.indexOf(index);
    if (known >= 0) {
      return elements.get(known);
    }
    elementIndexes.add(index);
    elements.add(new JsonNode());
    return elements.get(elements.size() - 1);
  }

  /** The columns that take this value. */
  int[] columns() {
    return columns;
  }

  /** The column that takes this value as a scalar, as a {@link JsonShape} notes it. */
  int columnNoted() {
    return columns.length == 0
        ? JsonShape.SKIPPED
        : columns.length == 1 ? columns[0] : JsonShape.SHARED;
  }

  /** Whether the value itself, not only something below it, is asked for. */
  boolean isWanted() {
    return columns.length > 0;
  }

  /** Whether the value or anything in it is asked for, if it is an object, or else if a list. */
  boolean takesFrom(boolean isObject) {
    return isWanted() || (isObject ? names.length > 0 : !elements.isEmpty());
  }

  /** The member at {@code index}. */
  JsonNode member(int index) {
    return members[index];
  }

  /** The element at {@code index} of the list, or null if nobody asks for it. */
  @Nullable JsonNode element(int index) {
    for (int k = 0; k < elements.size(); k++) {
      if (elementIndexes.get(k) == index) {
        return elements.get(k);
      }
    }
    return null;
  }

  /**
   * Whether {@code bytes} from {@code at} on go on with the name of member {@code index} and a
   * quote.
   */
  boolean isNamed(int index, byte[] bytes, int at, int to) {
    if (index >= names.length || !isPlain[index]) {
      return false;
    }
    byte[] name = names[index];
    int end = at + name.length;
    return end < to && bytes[end] == '"' && Arrays.equals(name, 0, name.length, bytes, at, end);
  }

  /** The length in bytes of the name of member {@code index}. */
  int nameSizeBytes(int index) {
    return names[index].length;
  }

  /**
   * The member with the name in {@code [from, to)}, or -1.
   *
   * @param guess where to look first
   */
  int memberNamed(byte[] bytes, int from, int to, int guess) {
    int count = names.length;
    for (int k = 0; k < count; k++) {
      int index = guess + k < count ? guess + k : guess + k - count;
      byte[] name = names[index];
      if (name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to)) {
        return index;
      }
    }
    return -1;
  }

  /** Notes that the node was met in a record; returns false if it was met there before. */
  boolean meet(long record) {
    boolean isFirst = seenInRecord != record;
    seenInRecord = record;
    return isFirst;
  }
}
