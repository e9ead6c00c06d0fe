import dev.gradlet.*
import dev.gradlet.nn.*
import dev.gradlet.nn.Module
import dev.gradlet.nn.Parameter
import dev.gradlet.nn.io.*
import dev.gradlet.nn.optim.*
import static dev.gradlet.Index.*
import static dev.gradlet.nn.optim.ParameterGroup.group
