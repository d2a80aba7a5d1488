using System.Management.Automation;
using System.Management.Automation.Language;
using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.Module.Tests.Reset;

/// <summary>The script that runs on the instances, as the file that it is: what it may use, and that its passwords are fit.</summary>
public sealed class ResetScriptFileTests
{
    private static readonly string File = Path.Combine(Repository.Root, "src", "Ec2KeyPair.Core", "Windows", "Reset", "Reset-WindowsPassword.ps1");

    private static readonly Lazy<ScriptBlockAst> Parsed = new(() =>
    {
        var ast = Parser.ParseFile(File, out _, out var errors);
        Assert.Empty(errors);
        return ast;
    });

    [Fact]
    public void File_Commands_AreItsOwnFunctionsAndNoneTakesAPassword()
    {
        var functions = All<FunctionDefinitionAst>().ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var command in All<CommandAst>())
        {
            var name = command.GetCommandName();
            // Module logging writes down what cmdlets are given, and functions of modules likewise.
            Assert.True(name == "Set-StrictMode" || functions.ContainsKey(name), $"{name} in line {command.Extent.StartLineNumber}");
            Assert.DoesNotContain(
                command.FindAll(ast => ast is VariableExpressionAst, searchNestedScriptBlocks: true).Cast<VariableExpressionAst>(),
                variable => variable.VariablePath.UserPath is "password" or "plain" or "characters");
        }

        Assert.DoesNotContain(All<CommandExpressionAst>(), expression => expression.Redirections.Count > 0);
        Assert.DoesNotContain(All<PipelineAst>(), pipeline => pipeline.PipelineElements.Count > 1);
    }

    [Fact]
    public void File_Variables_AreItsOwn()
    {
        string[] automatic = ["_", "true", "false", "null", "ErrorActionPreference", "ExecutionContext"];
        var assigned = All<AssignmentStatementAst>().Select(assignment => assignment.Left)
            .OfType<VariableExpressionAst>()
            .Concat(All<ParameterAst>().Select(parameter => parameter.Name))
            .Concat(All<ForEachStatementAst>().Select(loop => loop.Variable))
            .Select(variable => variable.VariablePath.UserPath)
            .Concat(automatic)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        // None of the environment, of another drive or scope: $env:, $global:, $variable: ...
        Assert.All(All<VariableExpressionAst>(), variable => Assert.True(variable.VariablePath.IsUnqualified, variable.Extent.Text));
        Assert.All(All<VariableExpressionAst>(), variable => Assert.Contains(variable.VariablePath.UserPath, assigned));
    }

    [Fact]
    public void File_Types_AreThoseOfTheFramework()
    {
        string[] known =
        [
            "string", "byte[]", "int", "long", "Exception", "Math", "Convert", "Text.Encoding", "BitConverter", "byte", "char[]", "Array",
            "StringComparison", "Security.Cryptography.RandomNumberGenerator", "Security.Cryptography.RSACryptoServiceProvider",
            "System.IO.Ports.SerialPort", "DateTime", "Globalization.CultureInfo", "wmi", "adsi",
        ];
        var used = All<TypeExpressionAst>().Select(type => type.TypeName).Concat(All<TypeConstraintAst>().Select(type => type.TypeName));
        Assert.All(used, type => Assert.Contains(type.FullName, known));
    }

    [Fact]
    public void File_Syntax_IsThatOfWindowsPowerShell()
    {
        Assert.DoesNotContain(All<TernaryExpressionAst>(), _ => true);
        Assert.DoesNotContain(All<PipelineChainAst>(), _ => true);
        Assert.DoesNotContain(All<BinaryExpressionAst>(), binary => binary.Operator == TokenKind.QuestionQuestion);
        Assert.DoesNotContain(All<AssignmentStatementAst>(), assignment => assignment.Operator == TokenKind.QuestionQuestionEquals);
        Assert.DoesNotContain(All<MemberExpressionAst>(), member => member.NullConditional);
        Assert.DoesNotContain(All<UsingStatementAst>(), _ => true);
    }

    [Fact]
    public void File_Lines_OfOutputFitIntoEightyColumns()
    {
        using var module = new ModuleRunspace(import: false);
        var lines = module.Invoke(Text() + "\n'status', 'name', 'sid', 'enabled', 'data', 'text' | ForEach-Object { Write-Answer $_ ('x' * 1000) }").Select(line => line.ToString()).ToList();
        Assert.NotEmpty(lines);
        // Windows PowerShell breaks longer ones where it has no console.
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 79));
    }

    [Fact]
    public void File_WithoutARequest_DoesNothing()
    {
        using var module = new ModuleRunspace(import: false);
        Assert.Empty(module.Invoke(Text()));
    }

    [Theory]
    [InlineData(32, "Administrator", 7000)]
    [InlineData(127, "Administrateur", 500)]
    [InlineData(32, "ab", 500)]
    [InlineData(8, "x-2", 2000)]
    public void NewRandomPassword_Many_AllSatisfyThePolicyAndAreTheirOwn(int length, string name, int count)
    {
        using var module = new ModuleRunspace(import: false);
        var passwords = module.Invoke(Text() + "\nforeach ($i in 1..$args[2]) { New-RandomPassword $args[0] $args[1] }", length, name, count).Select(one => one.ToString()).ToList();
        Assert.Equal(count, passwords.Distinct().Count());
        Assert.All(passwords, password =>
        {
            Assert.Equal(length, password.Length);
            Assert.Contains(password, char.IsAsciiLetterUpper);
            Assert.Contains(password, char.IsAsciiLetterLower);
            Assert.Contains(password, char.IsAsciiDigit);
            Assert.Contains(password, character => "-_.:+=@".Contains(character, StringComparison.Ordinal));
            Assert.True(char.IsAsciiLetterOrDigit(password[0]));
            Assert.True(name.Length < 3 || !password.Contains(name, StringComparison.OrdinalIgnoreCase));
            // What shells, XML, quotes or eyes take for something else.
            Assert.DoesNotContain(password, character => "0O1Il \"'`$&<>|;()[]{}*?!%^~#\\/,".Contains(character, StringComparison.Ordinal));
        });
        if (length < 32) return;
        // Even: each of 64 characters about as often as the others. Six sigma, so that no run fails by chance.
        var counts = passwords.SelectMany(password => password.Skip(1)).GroupBy(character => character).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(64, counts.Count);
        var expected = passwords.Count * (length - 1) / 64.0;
        // The condition that every kind be there makes the rare kinds a little likelier in short passwords: by less than 5 %.
        Assert.All(counts.Values, seen => Assert.InRange(seen, (expected * 0.95) - (6 * Math.Sqrt(expected)), (expected * 1.05) + (6 * Math.Sqrt(expected))));
    }

    [Fact]
    public void NewRandomPassword_AlphabetThatDoesNotDivide256_WouldStillBeEven()
    {
        // The rejection itself, which 64 characters never need: with 60 of them a plain remainder favours the first 16 by a quarter.
        using var module = new ModuleRunspace(import: false);
        var text = Text().Replace("'23456789'", "'2345'", StringComparison.Ordinal);
        Assert.NotEqual(Text(), text);
        var all = string.Concat(module.Invoke(text + "\nforeach ($i in 1..1500) { New-RandomPassword 100 'Administrator' }").Select(one => one.ToString()![1..]));
        var first = all.Count(character => character is >= 'A' and <= 'R' and not ('I' or 'O'));
        var expected = all.Length * 16 / 60.0;
        Assert.InRange(first, expected * 0.97, expected * 1.03);
    }

    [Fact]
    public void GetSidText_BinarySid_IsItsText()
    {
        using var module = new ModuleRunspace(import: false);
        byte[] sid = [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 0xBC, 0x32, 0xDC, 0x3B, 0xE3, 0xFB, 0x2A, 0x46, 0xFF, 0xFF, 0xFF, 0xFF, 0xF4, 1, 0, 0];
        Assert.Equal("S-1-5-21-1004286652-1177222115-4294967295-500", Assert.Single(module.Invoke(Text() + "\nGet-SidText $args[0]", sid)).ToString());
    }

    [Fact]
    public void File_OnAMachineWithoutItsClasses_SaysThatNothingWasSet()
    {
        // What is there of Windows on this platform: nothing. It must not end without an answer.
        using var module = new ModuleRunspace(import: false);
        using var rsa = RSA.Create(2048);
        var key = rsa.ExportParameters(false);
        var text = Text()
            .Replace("$modulus = ''", $"$modulus = '{Convert.ToBase64String(key.Modulus!)}'", StringComparison.Ordinal)
            .Replace("[wmi]", "[no.such.type]", StringComparison.Ordinal);
        using var shell = module.Shell(text);
        var lines = shell.Invoke().Select(line => line.ToString()).ToList();
        Assert.Equal("EC2KEYPAIR-RESET-1 status Failed", lines[0]);
        Assert.Contains("no.such.type", Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(lines.Where(line => line.Contains(" text ")).Select(line => line.Split(' ')[2])))));
        Assert.Equal("EC2KEYPAIR-RESET-1 end", lines[^1]);
    }

    private static IEnumerable<T> All<T>()
        where T : Ast => Parsed.Value.FindAll(ast => ast is T, searchNestedScriptBlocks: true).Cast<T>();

    private static string Text() => System.IO.File.ReadAllText(File);
}
