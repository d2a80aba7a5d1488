namespace Ec2KeyPair.Help;

/// <summary>A page that is not of the form it should have. The message is of the form that MSBuild and editors understand.</summary>
internal sealed class PageException(string file, int line, string problem)
    : Exception($"{file}({line}): error HELP: {problem}");
