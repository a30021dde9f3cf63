// SPDX-License-Identifier: GPL-3.0-or-later
// Figures out of thin air, the same each time: as many lines as asked for, with a gap and a busy hour.
#pragma once
#include "app/charts/source.h"

#include <map>

namespace madeup {

class Source final : public charts::Source {
    Q_OBJECT
public:
    explicit Source(charts::Ms now = 1'700'000'000'000);
    void ask(const charts::Question &question, QObject *context, Then then) override;
    charts::Ms interval() const override { return 5000; }
    charts::Range known() const override { return {m_now - 7 * 86'400'000ll, m_now}; }
    std::vector<charts::Mark> marks(const charts::Range &) const override { return m_marks; }

    charts::Answer answer(const charts::Question &question) const;
    charts::Ms m_now;
    int m_targets = 8;
    bool m_later = false;                 ///< answers in a later turn of the event loop
    QString m_nothing{};                  ///< answers only this
    std::vector<charts::Gap> m_gaps{};
    std::vector<charts::Mark> m_marks{};
    std::vector<charts::Question> m_asked{};
    std::map<std::string, double> m_fixed{}; ///< by measure: always this
};

} // namespace madeup
