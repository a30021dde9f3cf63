// SPDX-License-Identifier: GPL-3.0-or-later
// What messages of Lustre mean: a list as data (resources/messages; files of one's own in ~/.config/chandelier/messages are read before it).
#pragma once
#include "core/base/result.h"

#include <QRegularExpression>
#include <map>
#include <optional>
#include <vector>

namespace logbook {

struct Message {
    std::string id{};
    QRegularExpression pattern{};
    std::string title{}, meaning{}, cause{}, remedy{};
};

class Catalogue {
public:
    /// The built-in messages and one's own; what is wrong in these is in problems().
    Catalogue();
    const std::vector<Message> &messages() const { return m_messages; }
    const std::vector<base::Error> &problems() const { return m_problems; }
    /// The first one that fits; null: none does.
    const Message *explain(const std::string &text) const;
    /// BadArgument names the message and the field.
    static base::Result<std::vector<Message>> read(const std::string &json, const std::string &where);

private:
    std::vector<Message> m_messages;
    std::vector<base::Error> m_problems;
};

/// "10.10.1.13@tcp is oss1" for each NID of the text that `names` knows.
std::vector<std::pair<std::string, std::string>> knownNids(const std::string &text, const std::map<std::string, std::string> &names);

} // namespace logbook
