// SPDX-License-Identifier: GPL-3.0-or-later
// The form of one fence device, made of what its agent says of itself. What is typed goes into the draft, the password beside it.
#pragma once
#include "app/wizards/hadraft.h"

#include <QScrollArea>
#include <functional>

class QCheckBox;
class QFormLayout;

namespace wizards {

class HaFenceForm final : public QScrollArea {
    Q_OBJECT
public:
    explicit HaFenceForm(HaDraft &draft);
    /// Keeps its fields, and who has the focus, while it is the same device of the same agent.
    void show(const std::string &server, std::size_t place);

signals:
    void changed();

private:
    ha::FenceDeviceSpec *device() const;
    void rebuild();
    void addPassword(QFormLayout &form);
    void addParameter(QFormLayout &form, const ha::AgentParameter &parameter);
    void addDelay(QFormLayout &form);
    void addLevel(QFormLayout &form);
    QWidget *fieldOf(const ha::AgentParameter &parameter, const std::string &value);
    void set(const std::string &name, const std::string &value);

    HaDraft &m_draft;
    std::string m_server, m_built;
    std::size_t m_place = 0;
    bool m_all = false; ///< rarely used parameters are shown as well
};

} // namespace wizards
