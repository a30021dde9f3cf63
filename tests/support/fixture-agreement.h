// SPDX-License-Identifier: GPL-3.0-or-later
// Parses every input of a directory of fixtures with the collectors' readers and compares with the expected results beside them.
//
// MANIFEST.tsv says of each file its kind, version, command and the files that hold what is expected. The reader is chosen by
// kind, command and what the text looks like, never by the file's name.
#pragma once
#include "agent/collect/figure.h"
#include "agent/protocol/json.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fixture {

using collect::Labels;
using collect::Readings;
using protocol::Json;

struct Entry {
    std::string path, kind, version, cmd, oracle, note;
};
std::vector<Entry> readManifest(const std::string &directory);

/// The content of a file; .xz unpacked. False when it is not there or cannot be unpacked.
bool readFile(const std::string &path, std::string &content);
/// The files of a tar archive, however it is packed: names as stored, contents. Uses tar(1).
std::map<std::string, std::string> readArchive(const std::string &path);

/// A shell session taken apart: what was typed and what came. A text without prompts is one piece with an empty command.
struct Piece {
    std::string command, output;
};
std::vector<Piece> readSession(std::string_view text);

/// What the reader that fits made of an input.
struct Parsed {
    Readings readings{};
    std::string reader{};   ///< which reader it was
    std::string refused{};  ///< the reason when it was refused
    std::string tail{};     ///< the last line of a text that has no line end
    Json json{};            ///< devices and cluster states, where the reader gives structures
    Json cluster{};         ///< what the manager's readers of clusters made of it; null: it is none of their texts
    bool ours = true;       ///< false: nothing that agent or manager would ever meet; `refused` says what it is
};
Parsed parseInput(const Entry &entry, const std::string &directory);
/// One text of a known command line.
Parsed parseText(const std::string &kind, const std::string &cmd, std::string_view text);

/// A value that should be among the readings: a figure or fact of this name whose labels hold these.
struct Expected {
    std::string name;
    Labels labels{};
    std::string value{};
    std::string shown{};       ///< how the oracle calls it
    std::string explanation{}; ///< set: a difference is known and this is why
};

struct Result {
    int equal = 0, total = 0;
    struct Difference {
        std::string what, expected, got, explanation;
    };
    std::vector<Difference> differences{};
};

/// Clusters of which an archive has the configuration and what Pacemaker said of it: every resource with its agent, in both.
Json readSummaries(const std::map<std::string, std::string> &files);

/// Looks readings up by name and labels.
class Index {
public:
    explicit Index(const Readings &readings);
    /// The values of all that fit.
    std::vector<std::string> find(const std::string &name, const Labels &labels) const;

private:
    struct Item {
        const Labels *labels;
        std::string value;
    };
    std::multimap<std::string, Item> m_items;
};
bool sameValue(const std::string &expected, const std::string &got);
void compare(const std::vector<Expected> &expected, const Readings &readings, Result &result);
void compareOne(const std::string &what, const std::string &expected, const std::string &got, Result &result, const std::string &explanation = {});

/// Rust debug text as JSON: structs are objects, newtypes of words are the word, enums with content are {"Variant": content}.
Json readRustDebug(std::string_view text);
/// The text behind the head of an insta snapshot.
std::string_view snapshotBody(std::string_view text);

/// Records of lustre-collector (from a snapshot, or its JSON) as expected figures.
void expectRecords(const Json &json, std::vector<Expected> &out);

/// Compares with one oracle file; false: no reader for its form.
bool compareOracle(const Entry &entry, const Parsed &parsed, const std::string &directory, const std::string &oracle, Result &result);
bool compareTree(const Entry &entry, const Parsed &parsed, const std::string &oracle, const std::string &text, Result &result);
bool compareOther(const Entry &entry, const Parsed &parsed, const std::string &oracle, const std::string &text, Result &result);
void compareLmt(std::vector<Expected> &expected, const Readings &readings, Result &result);
bool compareHp(const std::string &text, const Readings &readings, Result &result);
bool comparePerfmon(const std::string &text, const Readings &readings, Result &result);
bool compareInflux(const std::string &text, const Readings &readings, Result &result);
bool compareStructure(const Entry &entry, const Parsed &parsed, const std::string &oracle, const Json &json, Result &result);
/// The same text through the manager's readers: {"pieces": [{what, got: "read" or why not}], "status", "quorum", "links"}; null: not theirs.
Json readCluster(std::string_view text);
void countCluster(const Entry &entry, const Parsed &parsed, Result &result);
bool compareCluster(const Json &expected, const Parsed &parsed, Result &result);
bool compareQuorum(const Parsed &parsed, const std::string &metric, const std::string &type, const std::string &node, const std::string &address, const std::string &value, Result &result);
bool compareText(const Entry &entry, const Parsed &parsed, const std::string &text, Result &result);
bool compareJson(const Entry &entry, const Parsed &parsed, const std::string &oracle, const Json &json, Result &result);

} // namespace fixture
