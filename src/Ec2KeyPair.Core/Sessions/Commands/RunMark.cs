using System.Globalization;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>Marks one run of a command in the environment, which all that it starts inherits: so it is found again, wherever it went.</summary>
internal static class RunMark
{
    /// <summary>The environment variable.</summary>
    internal const string Variable = "EC2KEYPAIR_RUN";

    /// <summary>A mark that no other run has, 32 hexadecimal digits.</summary>
    internal static string New() => string.Concat(Secret.Random(16).Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
}
