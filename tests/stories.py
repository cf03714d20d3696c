"""Stories of an invented town, as files of articles."""

QUARTER = """---
title: 临江区一季度数据出炉
source: 临江日报
published: 2023-04-20
---
今年一季度，临江区有重点实验室41家、工程技术中心86家，签约项目12个，签约总金额37.5亿元。区长冉启明说，下半年还将新建三座产业园。
"""
HALF_YEAR = """---
title: 临江区上半年再添新园
source: 临江日报
published: 2023-07-18
---
截至6月底，临江区重点实验室达到47家，新开工产业园2座，面积12万平方米。
"""
BRIDGE = """---
title: 望月桥修好了
source: 大江网
published: 2023-02-01
---
望月桥长218米，今年1月修好通车，修桥花了3200万元。
"""
