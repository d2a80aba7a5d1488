using System.Globalization;
using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Repair;

/// <summary>A shell script that lets a key in: what it is about, then <c>let-in.sh</c>, then what is particular to the place where it runs.</summary>
internal static class KeyScript
{
    /// <summary>The script, in ASCII, with a first line <c>#!/bin/sh</c>.</summary>
    /// <param name="fileName">The particular part, an embedded resource: <c>root-volume.sh</c>.</param>
    /// <param name="userName">The account; checked before (<see cref="RepairUser"/>).</param>
    /// <param name="key">The key to let in.</param>
    /// <param name="nonce">By which the answer is known.</param>
    /// <param name="more">Further variables of that part.</param>
    internal static string For(string fileName, string userName, PublicKey key, string nonce, params (string Name, string Value)[] more)
    {
        (string Name, string Value)[] variables = [("user", userName), ("key", KeyText.Of(key)), ("nonce", nonce), .. more];
        var assignments = string.Concat(variables.Select(one => string.Format(CultureInfo.InvariantCulture, "{0}={1}\n", one.Name, Quoted(one.Value))));
        return $"#!/bin/sh\n{assignments}{Part("let-in.sh")}{Part(fileName)}";
    }

    private static string Part(string fileName)
    {
        using var stream = typeof(KeyScript).Assembly.GetManifestResourceStream(fileName)
            ?? throw new InvalidOperationException($"{fileName} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    private static string Quoted(string text) => text.IndexOf('\'') < 0 && text.IndexOf('\n') < 0
        ? $"'{text}'"
        : throw new Ec2KeyPairException(ErrorCondition.ArgumentUnsafe, $"'{Text.Printable.Text(text)}' can't be part of a script.", text);
}
