using System.Management.Automation.Language;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>The engine here is newer than Windows PowerShell 5.1; what the parser of that one does not know is refused as it refuses it.</summary>
internal static class DesktopSyntax
{
    /// <summary>The first thing in the script that 5.1 cannot parse, as powershell.exe reports it; null when there is none.</summary>
    internal static string? Refusal(string script)
    {
        var tree = Parser.ParseInput(script, out _, out var errors);
        if (errors.Length > 0)
        {
            return Report(errors[0].Extent, errors[0].Message, errors[0].ErrorId);
        }

        return tree.Find(IsNewer, searchNestedScriptBlocks: true) is { } newer
            ? Report(newer.Extent, $"Unexpected token '{newer.Extent.Text}' in expression or statement.", "UnexpectedToken")
            : null;
    }

    private static bool IsNewer(Ast ast) => ast is TernaryExpressionAst or PipelineChainAst
        or BinaryExpressionAst { Operator: TokenKind.QuestionQuestion }
        or AssignmentStatementAst { Operator: TokenKind.QuestionQuestionEquals }
        or MemberExpressionAst { NullConditional: true }
        or IndexExpressionAst { NullConditional: true }
        or PipelineBaseAst and PipelineAst { Background: true }
        or ScriptBlockAst { CleanBlock: not null };

    private static string Report(IScriptExtent extent, string message, string id) =>
        $"At {ScriptFile.Path}:{extent.StartLineNumber} char:{extent.StartColumnNumber}\r\n+ {extent.Text.Split('\n')[0].TrimEnd()}\r\n{message}\r\n"
        + $"    + CategoryInfo          : ParserError: (:) [], ParseException\r\n    + FullyQualifiedErrorId : {id}\r\n";
}
