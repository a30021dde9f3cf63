// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/page.h"

namespace shell {

Page::Page(Desk &desk, const QString &objectName)
    : m_desk(desk)
{
    setObjectName(objectName);
}

} // namespace shell
